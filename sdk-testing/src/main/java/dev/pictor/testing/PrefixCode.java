package dev.pictor.testing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A Huffman code of a lossless WebP stream: count first, then write the code, then with it. */
final class PrefixCode {
  private static final int LONGEST = 15;
  // In which order a stream tells how long the codes for code lengths are.
  private static final int[] LENGTH_ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };
  private static final int LENGTH_BITS = 4;

  private final long[] counts;
  private final int[] lengths;
  private final int[] codes;

  PrefixCode(int symbols) {
    counts = new long[symbols];
    lengths = new int[symbols];
    codes = new int[symbols];
  }

  void count(int symbol) {
    counts[symbol]++;
  }

  /** Writes the code itself; counting is over. */
  void writeTo(WebpBits bits) {
    int used = (int) Arrays.stream(counts).filter(count -> count > 0).count();
    if (used <= 1) {
      writeSingle(bits);
      return;
    }
    for (long atLeast = 1; !assignLengths(atLeast); atLeast *= 2) {
      // Levelling the rare symbols up makes the longest codes shorter.
    }
    assignCodes();
    // Not the short form; all 19 lengths follow, of which 16 are used and all equally long.
    bits.write(0, 1);
    bits.write(LENGTH_ORDER.length - 4, 4);
    for (int length : LENGTH_ORDER) {
      bits.write(length <= LONGEST ? LENGTH_BITS : 0, 3);
    }
    bits.write(0, 1);
    for (int length : lengths) {
      bits.write(reverse(length, LENGTH_BITS), LENGTH_BITS);
    }
  }

  void write(int symbol, WebpBits bits) {
    bits.write(codes[symbol], lengths[symbol]);
  }

  /** A code of one symbol takes no bits. */
  private void writeSingle(WebpBits bits) {
    int symbol = 0;
    for (int i = 0; i < counts.length; i++) {
      symbol = counts[i] > 0 ? i : symbol;
    }
    // The short form, one symbol, of eight bits. No alphabet here has a lone symbol above those:
    // each run comes after a literal.
    bits.write(1, 1);
    bits.write(0, 1);
    bits.write(1, 1);
    bits.write(symbol, 8);
  }

  private boolean assignLengths(long atLeast) {
    PriorityQueue<Node> queue =
        new PriorityQueue<>(
            Comparator.<Node>comparingLong(node -> node.weight)
                .thenComparingInt(node -> node.order));
    int order = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        queue.add(new Node(Math.max(counts[symbol], atLeast), order++, symbol));
      }
    }
    while (queue.size() > 1) {
      queue.add(new Node(queue.remove(), queue.remove(), order++));
    }
    return depths(queue.remove(), 0);
  }

  private boolean depths(Node node, int depth) {
    if (node.children.length == 0) {
      lengths[node.symbol] = depth;
      return depth <= LONGEST;
    }
    return depths(node.children[0], depth + 1) && depths(node.children[1], depth + 1);
  }

  private void assignCodes() {
    int code = 0;
    for (int length = 1; length <= LONGEST; length++) {
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          codes[symbol] = reverse(code++, length);
        }
      }
      code <<= 1;
    }
  }

  private static int reverse(int value, int length) {
    return length == 0 ? 0 : Integer.reverse(value) >>> (32 - length);
  }

  private static final class Node {
    final long weight;
    final int order;
    final int symbol;
    final Node[] children;

    Node(long weight, int order, int symbol) {
      this.weight = weight;
      this.order = order;
      this.symbol = symbol;
      this.children = new Node[0];
    }

    Node(Node left, Node right, int order) {
      this.weight = left.weight + right.weight;
      this.order = order;
      this.symbol = -1;
      this.children = new Node[] {left, right};
    }
  }
}
