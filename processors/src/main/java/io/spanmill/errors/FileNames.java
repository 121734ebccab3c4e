package io.spanmill.errors;

import java.util.Set;

/** Files without what differs between deployments: their folders, and hashes in their names. */
final class FileNames {
  /** Names that say nothing without the folder. */
  private static final Set<String> COMMON =
      Set.of("__init__.py", "__main__.py", "index.js", "index.mjs", "index.cjs", "index.ts");

  private static final int SHORTEST_HASH = 6;

  private FileNames() {}

  /** Of a path, or of an address on the web. */
  static String of(String path) {
    int query = path.indexOf('?');
    String plain = (query < 0 ? path : path.substring(0, query)).replace('\\', '/');
    int slash = plain.lastIndexOf('/');
    String name = plain.substring(slash + 1);
    if (slash > 0 && COMMON.contains(name)) {
      return withoutHashes(plain.substring(plain.lastIndexOf('/', slash - 1) + 1));
    }
    return withoutHashes(name);
  }

  /** {@code main.3f2a9c1b.js} is {@code main.<*>.js}. */
  private static String withoutHashes(String name) {
    StringBuilder out = new StringBuilder(name.length());
    int from = 0;
    for (int at = 0; at <= name.length(); at++) {
      if (at == name.length() || ".-_/".indexOf(name.charAt(at)) >= 0) {
        String part = name.substring(from, at);
        out.append(isHash(part) ? MessageTemplate.GAP : part);
        if (at < name.length()) {
          out.append(name.charAt(at));
        }
        from = at + 1;
      }
    }
    return out.toString();
  }

  private static boolean isHash(String part) {
    boolean digit = false;
    for (int i = 0; i < part.length(); i++) {
      if (Character.digit(part.charAt(i), 16) < 0) {
        return false;
      }
      digit |= part.charAt(i) <= '9';
    }
    return digit && part.length() >= SHORTEST_HASH;
  }
}
