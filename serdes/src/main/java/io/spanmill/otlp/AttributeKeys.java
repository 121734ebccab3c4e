package io.spanmill.otlp;

import java.util.List;

/** A set of attribute names in which a name is looked up by its bytes where they lie. */
public final class AttributeKeys {
  /** No such name. */
  public static final int NONE = -1;

  private final AttributeKey[] keys;
  private final int[] slots;

  /** Names by their place in this list, each once. */
  public AttributeKeys(List<String> names) {
    keys = names.stream().map(AttributeKey::new).toArray(AttributeKey[]::new);
    // Most names that are looked up are none of these: then the first slot should be empty.
    slots = new int[Math.max(4, Integer.highestOneBit(keys.length * 16))];
    for (int i = 0; i < keys.length; i++) {
      enter(i);
    }
  }

  private void enter(int index) {
    int at = keys[index].hash() & (slots.length - 1);
    while (slots[at] != 0) {
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = index + 1;
  }

  public int size() {
    return keys.length;
  }

  /** The place of the name in {@code bytes[from..to)}, or {@link #NONE}. */
  int indexOf(byte[] bytes, int from, int to) {
    int at = AttributeKey.hash(bytes, from, to) & (slots.length - 1);
    while (slots[at] != 0) {
      if (keys[slots[at] - 1].matches(bytes, from, to)) {
        return slots[at] - 1;
      }
      at = (at + 1) & (slots.length - 1);
    }
    return NONE;
  }
}
