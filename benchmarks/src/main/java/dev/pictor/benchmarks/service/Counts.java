package dev.pictor.benchmarks.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What clients have asked for and held open. */
final class Counts {
  private final Map<String, Long> requests = new TreeMap<>();
  private final List<String> recorded = new ArrayList<>();
  private boolean isRecording;
  private long connections;
  private long most;

  void begin(boolean isRecorded) {
    requests.clear();
    recorded.clear();
    isRecording = isRecorded;
    most = connections;
  }

  void opened() {
    connections++;
    most = Math.max(most, connections);
  }

  void closed() {
    connections--;
  }

  void add(Request request) {
    requests.merge(kind(request), 1L, Long::sum);
    if (isRecording) {
      recorded.add(request.toString());
    }
  }

  private static String kind(Request request) {
    String path = request.target();
    if (request.method().equals("PUT") || path.endsWith("/cancel")) {
      return "cancel";
    }
    if (request.method().equals("POST")) {
      return "submit";
    }
    if (path.contains("/status/stream")) {
      return "stream";
    }
    if (path.contains("/status") || path.startsWith("/v1/predictions/")) {
      return "status";
    }
    return path.startsWith("/v1/predictions") ? "list" : "result";
  }

  /** By kind, and the most connections at once. */
  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>(requests);
    all.put("connections", most);
    return all;
  }

  List<String> recorded() {
    return Collections.unmodifiableList(recorded);
  }
}
