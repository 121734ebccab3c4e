package io.spanmill.topology.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is being read key by key; it learns what may be there from what is asked for, and
 * refuses the rest. Absent numbers are 0 and absent flags false, as in the Collector.
 */
final class Fields {
  private final Place place;
  private final Map<String, Place> rest;
  private final Set<String> known = new LinkedHashSet<>();

  Fields(Place place) {
    this.place = place;
    this.rest = new LinkedHashMap<>(place.fields());
  }

  Place place() {
    return place;
  }

  Place required(String key) {
    Place value = taken(key);
    if (value == null) {
      throw place.wrong(key + " is missing");
    }
    return value;
  }

  /** Null where it is not there. */
  @Nullable Place optional(String key) {
    return taken(key);
  }

  String text(String key, String otherwise) {
    Place value = taken(key);
    return value == null ? otherwise : value.text();
  }

  boolean flag(String key) {
    Place value = taken(key);
    if (value == null) {
      return false;
    }
    return switch (value.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw value.refused("is not true or false");
    };
  }

  long whole(String key) {
    Place value = taken(key);
    return value == null ? 0 : whole(value);
  }

  int count(String key) {
    Place value = taken(key);
    return value == null ? 0 : count(value);
  }

  /** A mapping below this one, empty where it is not there. */
  Fields block(String key) {
    Place value = taken(key);
    return new Fields(value == null ? place.empty(key) : value);
  }

  /** To be called when all that may be there was asked for. */
  void nothingElse() {
    for (Map.Entry<String, Place> unknown : rest.entrySet()) {
      throw unknown.getValue().wrong("unknown key" + Spelling.advice(unknown.getKey(), known));
    }
  }

  double number(String key, double otherwise) {
    Place value = taken(key);
    return value == null ? otherwise : number(value);
  }

  static double number(Place value) {
    try {
      return Double.parseDouble(value.text());
    } catch (NumberFormatException noNumber) {
      throw value.refused("is not a number");
    }
  }

  static long whole(Place value) {
    try {
      return Long.parseLong(value.text());
    } catch (NumberFormatException notWhole) {
      throw value.refused("is not a whole number");
    }
  }

  private static int count(Place value) {
    long count = whole(value);
    if (count != (int) count) {
      throw value.refused("is too large");
    }
    return (int) count;
  }

  private @Nullable Place taken(String key) {
    known.add(key);
    return rest.remove(key);
  }
}
