package io.spanmill.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What services wrote into logs of their own about each request that they served. */
final class ServiceLogs {
  private ServiceLogs() {}

  /** Compares services that send spans at all; needs http.response.status_code as a dimension. */
  static void compare(Path file, LocalOutput output, Differences differences) throws IOException {
    Map<String, List<Long>> found = served(output.red());
    for (Map<String, String> row : Table.read(file).rows()) {
      List<Long> told = found.get(row.get("service"));
      if (told != null) {
        List<Long> logged =
            List.of(
                Long.parseLong(row.get("requests_sampled")), Long.parseLong(row.get("errors_5xx")));
        differences.equal("log of " + row.get("service") + " [requests, 5xx]", logged, told);
      }
    }
  }

  private static Map<String, List<Long>> served(List<Json> red) {
    Map<String, List<Long>> served = new HashMap<>();
    for (Json point : red) {
      if (point.text("span_kind").equals("SPAN_KIND_SERVER")) {
        List<Long> sum =
            served.computeIfAbsent(point.text("service"), name -> new ArrayList<>(List.of(0L, 0L)));
        long calls = point.number("calls");
        sum.set(0, sum.get(0) + calls);
        sum.set(1, sum.get(1) + (isFailure(point.object("dimensions")) ? calls : 0));
      }
    }
    return served;
  }

  private static boolean isFailure(Json dimensions) {
    return dimensions.has("http.response.status_code")
        && String.valueOf(dimensions.fields().get("http.response.status_code")).startsWith("5");
  }
}
