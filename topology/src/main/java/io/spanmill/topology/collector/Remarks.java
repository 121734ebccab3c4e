package io.spanmill.topology.collector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is to be said of the conversion, by the place in the Collector's configuration. */
final class Remarks {
  private final Map<String, List<String>> byPath = new LinkedHashMap<>();

  void add(Spot spot, String remark) {
    add(spot.path(), remark);
  }

  void add(String path, String remark) {
    byPath.computeIfAbsent(path, nothing -> new ArrayList<>()).add(remark);
  }

  /** What was said of a place and of those inside it. */
  List<String> inside(Spot spot) {
    List<String> inside = new ArrayList<>();
    byPath.forEach(
        (path, remarks) -> {
          if (isInside(path, spot.path())) {
            inside.addAll(remarks);
          }
        });
    return inside;
  }

  private static boolean isInside(String path, String outer) {
    return path.startsWith(outer)
        && (path.length() == outer.length() || ".[ ".indexOf(path.charAt(outer.length())) >= 0);
  }

  /** All of them, a line for each place: those of these spots last, in the order of the spots. */
  List<String> lines(List<Spot> last) {
    List<String> lines = new ArrayList<>();
    byPath.forEach(
        (path, remarks) -> {
          if (last.stream().noneMatch(spot -> isInside(path, spot.path()))) {
            lines.add(line(path, remarks));
          }
        });
    for (Spot spot : last) {
      byPath.forEach(
          (path, remarks) -> {
            if (isInside(path, spot.path())) {
              lines.add(line(path, remarks));
            }
          });
    }
    return lines;
  }

  private static String line(String path, List<String> remarks) {
    return path + ": " + String.join("; ", remarks);
  }
}
