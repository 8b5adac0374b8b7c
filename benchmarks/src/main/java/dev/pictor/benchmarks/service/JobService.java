package dev.pictor.benchmarks.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * All services in one process, on two ports: that of the queues and lists, and fal's direct one.
 * Says which, and then does what its input says, a line for each:
 *
 * <ul>
 *   <li>{@code begin SEED ROUND_TRIP RECORDED TIMES} forgets all jobs and counts, and answers with
 *       {@code ok}
 *   <li>{@code counts} answers with what was counted since
 *   <li>{@code recorded} answers with what was sent since, and a line with a dot
 * </ul>
 */
public final class JobService {
  private static final int BACKLOG = 4096;

  private final EventLoop loop = new EventLoop();
  private final Line line = new Line();
  private final Counts counts = new Counts();
  private final Jobs jobs = new Jobs(loop);

  private JobService() throws IOException {}

  /**
   * Serves until its input ends.
   *
   * @param args none
   */
  public static void main(String[] args) throws IOException {
    JobService service = new JobService();
    int queue = service.openQueues();
    int direct = service.openDirect();
    Thread thread = new Thread(service::serve, "service");
    thread.setDaemon(true);
    thread.start();
    System.out.println(queue + " " + direct);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    for (String command = in.readLine(); command != null; command = in.readLine()) {
      service.obey(command);
    }
  }

  private void serve() {
    try {
      loop.run();
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private int openQueues() throws IOException {
    ServerSocketChannel channel = listen();
    String url = url(channel);
    FalApi fal = new FalApi(loop, jobs, url);
    ReplicateApi replicate = new ReplicateApi(loop, jobs, url);
    OpenAiApi openAi = new OpenAiApi(jobs, url);
    accept(
        channel,
        (request, connection) -> {
          String path = request.target();
          if (path.startsWith(OpenAiApi.PATH)) {
            openAi.handle(request, connection);
          } else if (path.startsWith("/v1/")) {
            replicate.handle(request, connection);
          } else {
            fal.handle(request, connection);
          }
        });
    return channel.socket().getLocalPort();
  }

  private int openDirect() throws IOException {
    ServerSocketChannel channel = listen();
    accept(channel, new FalApi(loop, jobs, url(channel))::run);
    return channel.socket().getLocalPort();
  }

  private static ServerSocketChannel listen() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    channel.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
    return channel;
  }

  private static String url(ServerSocketChannel channel) {
    return "http://127.0.0.1:" + channel.socket().getLocalPort();
  }

  private void accept(ServerSocketChannel listener, Connection.Handler handler) throws IOException {
    loop.register(
        listener,
        SelectionKey.OP_ACCEPT,
        key -> {
          for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
            new Connection(loop, next, line, counts, handler);
          }
        });
  }

  private void obey(String command) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            answer.complete(answer(command));
          } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    System.out.println(answer.join());
  }

  private String answer(String command) throws IOException {
    if (command.equals("counts")) {
      Map<String, Long> all = counts.all();
      all.put("jobsAtOnce", (long) jobs.most());
      return all.toString();
    }
    if (command.equals("recorded")) {
      return String.join("\n", counts.recorded()) + "\n.";
    }
    String[] words = command.split(" ", 5);
    if (words.length != 5 || !words[0].equals("begin")) {
      throw new IllegalArgumentException("not understood: " + command);
    }
    jobs.begin(JobTimes.of(words[4], Long.parseLong(words[1])));
    line.roundTrip(JobTimes.nanos(words[2]));
    counts.begin(Boolean.parseBoolean(words[3]));
    return "ok";
  }
}
