package io.spanmill.embedded;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be true of the errors of the shop: every exception event belongs to one, and each of
 * its defects is one group, of which is known where it arose and what was called.
 */
final class ShopErrors {
  /** By type: the service in which it arose, then what users had called. */
  private static final Map<String, List<String>> DEFECTS =
      Map.of(
          "runtime.errorString", List.of("fraud-service", "POST /checkout"),
          "ValueError", List.of("api-gateway", "POST /checkout"),
          "SyntaxError", List.of("session-service", "POST /checkout"),
          "org.postgresql.util.PSQLException", List.of("inventory-service", "GET /products/<sku>"),
          "__main__.PaymentGatewayError", List.of("billing-service", "POST /checkout"),
          "requests.exceptions.ConnectionError", List.of("api-gateway", "GET /recommend"));

  private ShopErrors() {}

  static void compare(long exceptions, List<Json> points, Differences differences) {
    long found = 0;
    Map<String, Set<String>> fingerprints = new HashMap<>();
    Map<String, Integer> news = new HashMap<>();
    for (Json point : points) {
      String fingerprint = point.text("fingerprint");
      found += point.number("exceptions");
      news.merge(fingerprint, point.flag("new") ? 1 : 0, Integer::sum);
      List<String> defect = DEFECTS.get(point.text("type"));
      if (defect != null) {
        fingerprints.computeIfAbsent(point.text("type"), type -> new HashSet<>()).add(fingerprint);
        differences.equal("origin", defect.get(0), point.text("origin"));
        String entry = point.has("entry") ? point.object("entry").text("operation") : "";
        differences.equal("entry", defect.get(1), entry);
      } else if (point.number("exceptions") > 0) {
        differences.add("groups", "exceptions of a group that is none: " + point.text("type"));
      }
    }
    differences.equal("exceptions", exceptions, found);
    differences.equal("defects", DEFECTS.keySet(), fingerprints.keySet());
    fingerprints.forEach((type, all) -> differences.equal("groups of " + type, 1, all.size()));
    news.forEach((group, times) -> differences.equal("times that " + group + " is new", 1, times));
  }
}
