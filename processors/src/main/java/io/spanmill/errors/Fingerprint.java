package io.spanmill.errors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What tells groups of errors apart: the first eight bytes of SHA-256 over texts in UTF-8, each
 * behind its length in four bytes (big-endian): the version of this algorithm, service, type,
 * message template, then what {@link NormalStack} compares, or, where the application is not on the
 * stack, the template of the span's name before it. 0 is taken by the overflow, so that 1 stands
 * for it.
 *
 * <p>What others remember (tickets, silences) names groups by it: whatever changes it, in here or
 * in how stacks and messages are read, raises the version.
 */
final class Fingerprint {
  static final String VERSION = "1";

  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  long of(String service, String type, String template, String spanName, NormalStack stack) {
    digest.reset();
    add(VERSION);
    add(service);
    add(type);
    add(template);
    if (!stack.isLocated()) {
      add("in " + MessageTemplate.of(spanName));
    }
    List<String> compared = stack.compared();
    for (int i = 0; i < compared.size(); i++) {
      add(compared.get(i));
    }
    long hash = ByteBuffer.wrap(digest.digest()).getLong();
    return hash == 0 ? 1 : hash;
  }

  private void add(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).flip());
    digest.update(utf8);
  }
}
