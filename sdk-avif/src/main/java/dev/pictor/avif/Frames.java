package dev.pictor.avif;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import dev.pictor.spi.ImageConverter;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;

/** Between the memory of FFmpeg and that of Java. */
final class Frames {
  private Frames() {}

  static void fill(AVFrame frame, ImageConverter.Picture picture, Layer layer, int format)
      throws IOException {
    frame.width(picture.width()).height(picture.height()).format(format);
    frame.color_range(AVCOL_RANGE_JPEG).colorspace(Cicp.WRITTEN.matrix);
    frame.color_primaries(Cicp.WRITTEN.primaries).color_trc(Cicp.WRITTEN.transfer);
    Av1.check(av_frame_get_buffer(frame, 0), "allocate");
    byte[] row = new byte[picture.width()];
    for (int plane = 0; plane < layer.planes; plane++) {
      BytePointer memory = new BytePointer(frame.data(plane));
      for (int y = 0; y < picture.height(); y++) {
        layer.read(picture, plane, y, row);
        memory.position((long) y * frame.linesize(plane)).put(row);
      }
    }
  }

  static Planes planes(AVFrame frame) throws IOException {
    long pixels = (long) frame.width() * frame.height();
    AVPixFmtDescriptor kind = av_pix_fmt_desc_get(frame.format());
    if (pixels < 1 || pixels > ImageConverter.MAX_PIXELS || kind == null) {
      throw new IOException("The file holds " + pixels + " pixels of kind " + frame.format());
    }
    Cicp cicp =
        new Cicp(
            frame.color_primaries(),
            frame.color_trc(),
            frame.colorspace(),
            frame.color_range() == AVCOL_RANGE_JPEG);
    int depth = kind.comp(0).depth();
    Planes planes =
        new Planes(
            frame.width(),
            frame.height(),
            depth,
            kind.log2_chroma_w(),
            kind.log2_chroma_h(),
            new short[kind.nb_components()][],
            cicp);
    for (int plane = 0; plane < planes.samples.length; plane++) {
      planes.samples[plane] = samples(planes, plane, frame);
    }
    return planes;
  }

  private static short[] samples(Planes planes, int plane, AVFrame frame) {
    int size = planes.depth > 8 ? 2 : 1;
    int columns = planes.columns(plane);
    int rows = planes.rows(plane);
    short[] samples = new short[columns * rows];
    byte[] row = new byte[columns * size];
    BytePointer memory = new BytePointer(frame.data(plane));
    for (int y = 0; y < rows; y++) {
      memory.position((long) y * frame.linesize(plane)).get(row);
      for (int x = 0; x < columns; x++) {
        samples[y * columns + x] =
            (short)
                (size == 1 ? row[x] & 0xff : (row[2 * x] & 0xff) | ((row[2 * x + 1] & 0xff) << 8));
      }
    }
    return samples;
  }
}
