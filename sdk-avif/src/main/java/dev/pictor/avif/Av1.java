package dev.pictor.avif;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.pictor.spi.ImageConverter;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The native code: one picture into a stream and back. What holds the pictures is read and written
 * in Java, so that a hostile file meets the decoder only.
 *
 * <p>Everything here is allocated by FFmpeg and freed by hand. Nothing is allocated by JavaCPP,
 * which refuses that, after a second, in a process with a small heap.
 */
final class Av1 {
  private static final String CODEC = "libaom-av1";
  private static final int LONGEST_SIDE = 65_536;

  /**
   * Added to the level of each line that a codec would write to the console, so that it is above
   * the limit, which is of the whole process and left alone. FFmpeg looks at 8 bits of the sum.
   */
  private static final int SILENT = 100;

  private static final int MOST_THREADS = 4;

  private Av1() {}

  /** Whether both directions are there. */
  static boolean isHere() {
    return exists(avcodec_find_encoder_by_name(CODEC))
        && exists(avcodec_find_decoder_by_name(CODEC));
  }

  private static boolean exists(AVCodec codec) {
    return codec != null && !codec.isNull();
  }

  /**
   * Encodes.
   *
   * @param loss 0 to 63, 0 without
   */
  static byte[] encode(ImageConverter.Picture picture, Layer layer, int loss) throws IOException {
    if (Math.max(picture.width(), picture.height()) > LONGEST_SIDE) {
      throw new IOException(
          "A side of an AVIF has at most " + LONGEST_SIDE + " pixels, not " + picture);
    }
    AVCodec codec = avcodec_find_encoder_by_name(CODEC);
    AVCodecContext context = avcodec_alloc_context3(codec);
    AVFrame frame = av_frame_alloc();
    AVPacket packet = av_packet_alloc();
    AVDictionary options = new AVDictionary(null);
    try {
      silence(context);
      context.width(picture.width()).height(picture.height());
      context.pix_fmt(layer == Layer.ALPHA ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_YUV444P);
      context.time_base().num(1).den(1);
      context.color_range(AVCOL_RANGE_JPEG).colorspace(Cicp.WRITTEN.matrix);
      context.color_primaries(Cicp.WRITTEN.primaries).color_trc(Cicp.WRITTEN.transfer);
      context.bit_rate(0);
      av_dict_set(options, "crf", Integer.toString(loss), 0);
      av_dict_set(options, "usage", "allintra", 0);
      av_dict_set(options, "cpu-used", "7", 0);
      av_dict_set(options, "row-mt", "1", 0);
      av_dict_set(options, "still-picture", "1", 0);
      check(avcodec_open2(context, codec, options), "open the encoder");
      Frames.fill(frame, picture, layer, context.pix_fmt());
      check(avcodec_send_frame(context, frame), "encode");
      check(avcodec_send_frame(context, null), "end the encoder");
      check(avcodec_receive_packet(context, packet), "take what was encoded");
      byte[] stream = new byte[packet.size()];
      packet.data().get(stream);
      return stream;
    } finally {
      av_dict_free(options);
      av_packet_free(packet);
      av_frame_free(frame);
      avcodec_free_context(context);
    }
  }

  /** Decodes the first frame. */
  static Planes decode(byte[] stream) throws IOException {
    SequenceHeader header = SequenceHeader.of(stream);
    AVCodec codec = avcodec_find_decoder_by_name(CODEC);
    AVCodecContext context = avcodec_alloc_context3(codec);
    AVFrame frame = av_frame_alloc();
    AVPacket packet = av_packet_alloc();
    try {
      silence(context);
      context.max_pixels(ImageConverter.MAX_PIXELS);
      check(avcodec_open2(context, codec, (AVDictionary) null), "open the decoder");
      check(av_new_packet(packet, stream.length), "allocate");
      packet.data().put(stream);
      check(avcodec_send_packet(context, packet), "decode");
      check(avcodec_send_packet(context, null), "end the decoder");
      check(avcodec_receive_frame(context, frame), "take what was decoded");
      if (frame.width() > header.width || frame.height() > header.height) {
        throw new IOException("The file holds a larger picture than it declares");
      }
      return Frames.planes(frame);
    } finally {
      av_packet_free(packet);
      av_frame_free(frame);
      avcodec_free_context(context);
    }
  }

  private static void silence(AVCodecContext context) {
    context.log_level_offset(SILENT);
    context.thread_count(Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
  }

  static void check(int code, String what) throws IOException {
    if (code < 0) {
      throw new IOException("FFmpeg could not " + what + ": error " + code);
    }
  }
}
