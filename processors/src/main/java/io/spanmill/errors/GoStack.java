package io.spanmill.errors;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What Go's runtime writes, and what packages write that wrap errors: a line with the function, an
 * indented one with file and line. What lies above {@code panic(} is how the panic was dealt with.
 * Frames of the standard library, of modules by version and of {@code vendor} are not the
 * application's.
 *
 * <pre>
 * goroutine 12 [running]:
 * main.score(0xc000012340, 0x1)
 *         /src/fraud/main.go:45 +0x1d
 * </pre>
 */
final class GoStack implements StackForm {
  private static final String CREATED_BY = "created by ";

  private static final Set<String> STANDARD =
      Set.of(
          "archive",
          "bufio",
          "bytes",
          "cmp",
          "compress",
          "container",
          "context",
          "crypto",
          "database",
          "debug",
          "embed",
          "encoding",
          "errors",
          "expvar",
          "flag",
          "fmt",
          "go",
          "hash",
          "html",
          "image",
          "index",
          "internal",
          "io",
          "iter",
          "log",
          "maps",
          "math",
          "mime",
          "net",
          "os",
          "path",
          "plugin",
          "reflect",
          "regexp",
          "runtime",
          "slices",
          "sort",
          "strconv",
          "strings",
          "sync",
          "syscall",
          "testing",
          "text",
          "time",
          "unicode",
          "unique",
          "unsafe");

  private final ApplicationFrames application;

  GoStack(ApplicationFrames application) {
    this.application = application;
  }

  static boolean looksLike(String stack) {
    return stack.contains(".go:");
  }

  @Override
  public List<Raised> read(String stack) {
    List<Frame> frames = new ArrayList<>();
    String function = "";
    String read = stack.substring(0, Math.min(stack.length(), MOST_READ));
    for (String whole : read.lines().toList()) {
      String line = StackForm.bounded(whole);
      if (line.isEmpty()) {
        if (!frames.isEmpty()) {
          break; // another goroutine
        }
      } else if (line.charAt(0) != '\t' && line.charAt(0) != ' ') {
        function = line;
      } else if (line.contains(".go:") && !function.isEmpty()) {
        take(function, line.strip(), frames);
        function = "";
      }
    }
    return frames.isEmpty() ? List.of() : List.of(new Raised("", frames));
  }

  private void take(String line, String file, List<Frame> frames) {
    if (line.startsWith("panic(") || line.startsWith("runtime.gopanic")) {
      frames.clear();
    } else if (!line.startsWith(CREATED_BY)) {
      String function = withoutArguments(line);
      boolean foreign =
          file.contains("/vendor/") || file.contains("@v") || isStandard(function, file);
      frames.add(new Frame(plain(function), application.include(function, file, foreign)));
    }
  }

  private static boolean isStandard(String function, String file) {
    int end = function.indexOf('/');
    int dot = function.indexOf('.');
    int to = end < 0 ? dot : Math.min(end, dot < 0 ? end : dot);
    return to > 0
        && (end < 0 || to == end)
        && STANDARD.contains(function.substring(0, to))
        && (file.contains("/src/" + function.substring(0, to))
            || file.startsWith(function.substring(0, to)));
  }

  private static String withoutArguments(String line) {
    if (!line.endsWith(")")) {
      return line;
    }
    int open = line.length() - 1;
    for (int depth = 0; open >= 0; open--) {
      char at = line.charAt(open);
      depth += at == ')' ? 1 : at == '(' ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    return open <= 0 ? line : line.substring(0, open);
  }

  /** {@code func1} of a closure is {@code func}; what stands behind it counts closures, too. */
  private static String plain(String function) {
    int slash = function.lastIndexOf('/');
    StringBuilder out = new StringBuilder(function.substring(0, slash + 1));
    String[] parts = function.substring(slash + 1).split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = withoutNumber(parts[i]);
      if (!part.isEmpty()) {
        out.append(i == 0 ? "" : ".").append(part);
      }
    }
    return out.toString();
  }

  private static String withoutNumber(String part) {
    String plain = part.endsWith("-fm") ? part.substring(0, part.length() - 3) : part;
    int end = plain.length();
    while (end > 0 && Character.isDigit(plain.charAt(end - 1))) {
      end--;
    }
    String stem = plain.substring(0, end);
    boolean generated =
        stem.isEmpty() || stem.equals("func") || stem.equals("gowrap") || stem.equals("deferwrap");
    return generated ? stem : plain;
  }
}
