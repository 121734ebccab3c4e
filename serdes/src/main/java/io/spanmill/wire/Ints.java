package io.spanmill.wire;

import java.util.Arrays;

/** A list of ints without boxes, made to be cleared and filled again. */
public final class Ints {
  private int[] values = new int[16];
  private int size;

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public int at(int index) {
    return values[index];
  }

  public void set(int index, int value) {
    values[index] = value;
  }

  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }
}
