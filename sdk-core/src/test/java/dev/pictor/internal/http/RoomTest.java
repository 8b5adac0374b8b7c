package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How short and long calls share the room of one queue. */
@Timeout(60)
class RoomTest extends CallQueueFixture {
  private Room use(int connections) {
    Room room = new Room(new Connections(connections, 2));
    use(new CallQueue("test", room));
    return room;
  }

  private HeldCall beginLong(String name) {
    return calls.call(name, "a").beginLong(queue);
  }

  @Test
  void shortCallsHaveWhatNoLongOneUses() {
    Room room = use(6); // four are short for certain, and three of them to one host
    lasting(room, "long");
    for (String name : new String[] {"1", "2", "3", "4", "5"}) {
      begin(name, "a");
    }
    begin("other", "b"); // the last one is kept for it
    begin("waits", "c");
    calls.awaitBegun("long", "1", "2", "3", "4", "other");
    assertThat(queue.getLargestPoolSize()).isEqualTo(6);
  }

  /** Which have other connections than the calls that they are to go on beside. */
  @Test
  void pollsThatHangLeaveSomeToSubmissionsAndStreamsTakeNoneOfThese() {
    for (int providers = 1; providers <= 2; providers++) {
      for (int connections : new int[] {2 + providers, 6, 16, 24, 64, 1000}) {
        Room room = new Room(new Connections(connections, providers));
        int polls = room.pollsAtOnce();
        for (int i = 0; i < polls; i++) {
          assertThat(room.beginShort(i)).isTrue();
        }
        int streams = 0;
        while (room.take() && room.beginLong()) {
          streams++;
        }
        assertThat(polls + streams).isLessThan(connections);
        assertThat(room.beginShort(polls)).as("to the same of " + providers).isTrue();
        assertThat(providers == 1 || room.beginShort(0)).as("to another").isTrue();
      }
    }
  }

  @Test
  void asManyAsThereAreMayBeLong() {
    Room room = use(6);
    assertThat(room.take()).isTrue();
    assertThat(room.hasToSpare()).isTrue();
    assertThat(room.take()).isTrue();
    assertThat(room.hasToSpare()).isFalse();
    assertThat(room.take()).isFalse();
    room.takeAnyway();
    room.giveBack();
    assertThat(room.take()).isFalse();
    room.giveBack();
    assertThat(room.take()).isTrue();
  }

  @Test
  void aLongCallWaitsForShortOnesThatHaveItsRoomAndGoesBeforeThoseThatWait() {
    Room room = use(6);
    HeldCall first = begin("1", "a");
    for (String name : new String[] {"2", "3", "4", "5"}) {
      begin(name, "a");
    }
    begin("6", "b");
    begin("waits", "b");
    calls.awaitBegun("1", "2", "3", "4", "5", "6");
    room.takeAnyway();
    beginLong("long");
    assertThat(queue.underWay()).isEqualTo(8);
    first.answer();
    calls.awaitBegun("1", "2", "3", "4", "5", "6", "long");
    assertThat(queue.getLargestPoolSize()).isEqualTo(6);
  }

  @Test
  void whatLongCallsGiveBackIsTakenByShortOnesThatWait() throws Exception {
    Room room = use(6);
    HeldCall one = lasting(room, "long-1");
    HeldCall two = lasting(room, "long-2");
    HeldCall first = begin("1", "a");
    for (String name : new String[] {"2", "3"}) {
      begin(name, "a");
    }
    for (String name : new String[] {"4", "5", "6", "7"}) {
      begin(name, "a"); // one too many for the host, and all for the room
    }
    calls.awaitBegun("long-1", "long-2", "1", "2", "3");
    room.giveBack();
    room.giveBack();
    one.answer();
    two.answer();
    one.reply.get();
    two.reply.get();
    first.answer();
    calls.awaitBegun("long-1", "long-2", "1", "2", "3", "4", "5", "6");
  }

  private HeldCall lasting(Room room, String name) {
    assertThat(room.take()).isTrue();
    return beginLong(name);
  }

  @Test
  void pollsAreThreeQuartersOfWhatOneProviderMayHave() {
    Room room = use(64);
    assertThat(room.pollsAtOnce()).isEqualTo(45);
    for (int i = 0; i < 48; i++) {
      assertThat(room.take()).isTrue();
    }
    assertThat(room.hasToSpare()).isFalse();
    assertThat(room.pollsAtOnce()).isEqualTo(room.leastPollsAtOnce()).isEqualTo(9);
    for (int providers = 1; providers <= 3; providers++) {
      Room least = new Room(new Connections(Connections.LEAST, providers));
      assertThat(least.leastPollsAtOnce()).isEqualTo(1);
    }
  }

  @Test
  void oneProviderAloneHasAll() {
    Room room = new Room(new Connections(6, 1));
    use(new CallQueue("test", room));
    assertThat(room.pollsAtOnce()).isEqualTo(4);
    for (String name : new String[] {"1", "2", "3", "4", "5", "6", "7"}) {
      begin(name, "a");
    }
    calls.awaitBegun("1", "2", "3", "4", "5", "6");
  }
}
