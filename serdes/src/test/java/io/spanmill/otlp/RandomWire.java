package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Messages as no sane encoder would write them, but every decoder must read them: fields in any
 * order and more often than once, unknown fields, known ones with another wire type, groups,
 * numbers with idle bytes.
 */
final class RandomWire {
  private static final String[] STRINGS = {
    "", "a", "service.name", "GET /", "ot=th:8", "ot=rv:00112233445566,x=1", "ä€漢字", "\ud83d\ude00"
  };
  private static final int MAX_DEPTH = 9;

  private final SplittableRandom random;

  /** How often things are odd: one field in so many. */
  private final int oddity;

  RandomWire(SplittableRandom random, int oddity) {
    this.random = random;
    this.oddity = oddity;
  }

  byte[] message(Descriptor type) {
    return message(type, 0);
  }

  private byte[] message(Descriptor type, int depth) {
    List<byte[]> fields = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      for (int count = occurrences(type, field, depth); count > 0; count--) {
        fields.add(field(field, depth));
      }
    }
    while (odd()) {
      fields.add(unknownField(type));
    }
    if (odd()) {
      Collections.shuffle(fields, new Random(random.nextLong()));
    }
    return joined(fields);
  }

  private int occurrences(Descriptor type, FieldDescriptor field, int depth) {
    if (field.getContainingOneof() != null) {
      return random.nextInt(type.getFields().size()) == 0 ? 1 : 0;
    }
    if (field.isRepeated()) {
      return depth > MAX_DEPTH ? 0 : random.nextInt(3);
    }
    return odd() ? random.nextInt(3) : random.nextInt(4) > 0 ? 1 : 0;
  }

  private boolean odd() {
    return random.nextInt(oddity) == 0;
  }

  private byte[] field(FieldDescriptor field, int depth) {
    int wireType = field.getLiteType().getWireType();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(field.getNumber() << 3 | wireType, out);
    if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      sized(content(field, depth), out);
    } else {
      plain(wireType, out);
    }
    return out.toByteArray();
  }

  private byte[] content(FieldDescriptor field, int depth) {
    return switch (field.getType()) {
      case MESSAGE -> message(field.getMessageType(), depth + 1);
      case STRING -> text(field).getBytes(UTF_8);
      default -> bytes(field.getName());
    };
  }

  private String text(FieldDescriptor field) {
    String prefix = field.getName().equals("key") && random.nextBoolean() ? "k" : "";
    return prefix + STRINGS[random.nextInt(STRINGS.length)].repeat(random.nextInt(1, 3));
  }

  /** Ids mostly have their right length. */
  private byte[] bytes(String name) {
    int usual = name.endsWith("trace_id") ? 16 : 8;
    byte[] bytes = new byte[odd() ? random.nextInt(20) : usual];
    random.nextBytes(bytes);
    return bytes;
  }

  private void plain(int wireType, ByteArrayOutputStream out) {
    switch (wireType) {
      case WireFormat.WIRETYPE_VARINT ->
          varint(random.nextInt(3) > 0 ? random.nextInt(7) : random.nextLong(), out);
      case WireFormat.WIRETYPE_FIXED32 -> raw(4, out);
      case WireFormat.WIRETYPE_FIXED64 -> raw(8, out);
      default -> throw new AssertionError(wireType);
    }
  }

  private byte[] unknownField(Descriptor type) {
    int number = random.nextBoolean() ? random.nextInt(1, 20) : random.nextInt(1, 1 << 29);
    FieldDescriptor known = type.findFieldByNumber(number);
    int wireType = wireType(5);
    while (known != null && wireType == known.getLiteType().getWireType()) {
      wireType = wireType(5);
    }
    return unknownField(number, wireType, 0);
  }

  private int wireType(int among) {
    return new int[] {0, 1, 2, 5, 3}[random.nextInt(among)];
  }

  private byte[] unknownField(int number, int wireType, int depth) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint((long) number << 3 | wireType, out);
    if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      byte[] content = new byte[random.nextInt(12)];
      random.nextBytes(content);
      sized(content, out);
    } else if (wireType == WireFormat.WIRETYPE_START_GROUP) {
      for (int count = random.nextInt(3); count > 0; count--) {
        out.writeBytes(unknownField(random.nextInt(1, 5), wireType(depth < 4 ? 5 : 4), depth + 1));
      }
      varint((long) number << 3 | WireFormat.WIRETYPE_END_GROUP, out);
    } else {
      plain(wireType, out);
    }
    return out.toByteArray();
  }

  private void sized(byte[] content, ByteArrayOutputStream out) {
    varint(content.length, out);
    out.writeBytes(content);
  }

  private void raw(int count, ByteArrayOutputStream out) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    out.writeBytes(bytes);
  }

  private void varint(long value, ByteArrayOutputStream out) {
    long rest = value;
    int bytes = 1;
    for (; rest >>> 7 != 0; rest >>>= 7) {
      out.write((int) (rest | 0x80));
      bytes++;
    }
    int idle = odd() && odd() ? random.nextInt(11 - bytes) : 0;
    out.write((int) (idle == 0 ? rest : rest | 0x80));
    for (int i = 1; i <= idle; i++) {
      out.write(i < idle ? 0x80 : 0);
    }
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  /** Changes, cuts, repeats or removes a few bytes. */
  byte[] mutated(byte[] bytes) {
    byte[] mutant = bytes.clone();
    for (int count = random.nextInt(1, 4); count > 0 && mutant.length > 0; count--) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(6)) {
        case 0 -> mutant[at] = (byte) random.nextInt(256);
        case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutant[at] += (byte) (random.nextBoolean() ? 1 : -1);
        case 3 -> mutant = random.nextBoolean() ? Arrays.copyOf(mutant, at) : mutant;
        case 4 -> mutant = spliced(mutant, at, Math.min(mutant.length, at + random.nextInt(9)));
        default -> mutant = spliced(mutant, at, Math.max(0, at - random.nextInt(40)));
      }
    }
    return mutant;
  }

  /** The bytes up to {@code end}, then those from {@code start}. */
  private static byte[] spliced(byte[] bytes, int end, int start) {
    byte[] result = Arrays.copyOf(bytes, end + bytes.length - start);
    System.arraycopy(bytes, start, result, end, bytes.length - start);
    return result;
  }
}
