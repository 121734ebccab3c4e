package io.spanmill.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.ErrorGroup;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps a defect in one group, and what tells two apart, in each language. */
class GroupingTest {
  private static final String PYTHON =
      """
      Traceback (most recent call last):
        File "/usr/local/lib/python3.11/site-packages/flask/app.py", line 917, in dispatch
          rv = self.dispatch_request()
               ^^^^^^^^^^^^^^^^^^^^^^^
        File "/srv/shop/tills/app.py", line 48, in pay
          charge(card)
        File "/srv/shop/tills/cards.py", line 12, in charge
          raise CardError('no answer for card %s' % card)
      CardError: no answer for card 17
      """;

  private static final String PYTHON_CHAIN =
      """
      Traceback (most recent call last):
        File "/srv/shop/tills/stock.py", line 9, in left
          return shelf[sku]
                 ~~~~~^^^^^
      KeyError: 'a-17'

      The above exception was the direct cause of the following exception:

      Traceback (most recent call last):
        File "/srv/shop/tills/app.py", line 50, in pay
          left(sku)
        File "/srv/shop/tills/stock.py", line 11, in left
          raise StockError(sku) from e
      tills.StockError: a-17
      """;

  private static final String GO =
      """
      goroutine 83 [running]:
      runtime/debug.Stack()
      \t/usr/local/go/src/runtime/debug/stack.go:26 +0x64
      example.com/shop/web.Recover.func1.1()
      \t/src/web/recover.go:20 +0x44
      panic({0x1045ea380?, 0x104816a30?})
      \t/usr/local/go/src/runtime/panic.go:787 +0x124
      main.(*Rules).score(...)
      \t/src/rules.go:31
      main.verify.func2({0x14000110000, 0x3})
      \t/src/main.go:45 +0x1d
      github.com/gin-gonic/gin.(*Context).Next(0x14000110000)
      \t/root/go/pkg/mod/github.com/gin-gonic/gin@v1.8.1/context.go:173 +0x2b
      net/http.(*conn).serve(0x140001b2000, {0x1046a5fc8, 0x1400019e000})
      \t/usr/local/go/src/net/http/server.go:2102 +0x52d
      created by net/http.(*Server).Serve in goroutine 1
      \t/usr/local/go/src/net/http/server.go:3454 +0x3d8
      """;

  private static final String NODE =
      """
      SyntaxError: Unexpected end of JSON input
          at JSON.parse (<anonymous>)
          at load (/srv/shop/session.js:12:38)
          at async Object.find [as get] (/srv/shop/lib/store.3f9ac21b.js:40:5)
          at /srv/shop/node_modules/express/lib/router.js:8:1
          at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
      """;

  private static final String JAVA =
      """
      shop.OrderException: order 4711 has no price
      \tat shop.Orders.place(Orders.java:48)
      \tat shop.Orders$$SpringCGLIB$$0.place(<generated>)
      \tat org.springframework.aop.framework.CglibAopProxy.invoke(CglibAopProxy.java:793)
      \tat java.base/java.lang.Thread.run(Thread.java:840)
      \tSuppressed: java.io.IOException: closed
      \t\tat shop.Journal.close(Journal.java:3)
      Caused by: java.sql.SQLException: no such table
      \tat org.postgresql.jdbc.PgStatement.execute(PgStatement.java:434)
      \tat shop.Prices.lambda$of$1(Prices.java:13)
      \tat shop.Prices$$Lambda$14/0x00007f3a9c001e50.apply(Unknown Source)
      \t... 7 more
      """;

  private final Grouping grouping = new Grouping(List.of());

  private Grouping.Group group(String language, String type, String message, String stack) {
    Said said = new Said(type, message, stack, 0, 1, true);
    return grouping.of(new Failure(0, "POST /pay", language, said, 1, 2, 2), "till");
  }

  private long fingerprint(String language, String type, String message, String stack) {
    return group(language, type, message, stack).fingerprint();
  }

  private long python(String stack) {
    return fingerprint("python", "CardError", "no answer for card 17", stack);
  }

  private long go(String stack) {
    return fingerprint("go", "runtime.errorString", "nil pointer", stack);
  }

  private long node(String stack) {
    return fingerprint("nodejs", "SyntaxError", "Unexpected end of JSON input", stack);
  }

  private long java(String stack) {
    return fingerprint("java", "shop.OrderException", "order 4711 has no price", stack);
  }

  @Test
  void pythonShowsTheApplicationInnermostFirst() {
    assertThat(group("python", "CardError", "no answer for card 17", PYTHON).as())
        .isEqualTo(
            new ErrorGroup(
                "CardError",
                "no answer for card <*>",
                "till",
                "POST /pay",
                "python",
                List.of("charge (cards.py)", "pay (app.py)", "dispatch (app.py)")));
  }

  @Test
  void pythonIsTheSameInAnotherPlaceWithOtherLinesIdsAndFrameworks() {
    String other =
        PYTHON
            .replace("/srv/shop/tills/", "/app/releases/20261121/tills/")
            .replace("/usr/local/lib/python3.11/", "/opt/venv/lib/python3.13/")
            .replace("line 917", "line 902")
            .replace("line 48", "line 52")
            .replace("in dispatch", "in full_dispatch")
            .replace("card 17", "card 4-99");
    assertThat(fingerprint("python", "CardError", "no answer for card 4-99", other))
        .isEqualTo(python(PYTHON));
  }

  @Test
  void pythonDiffersByFunctionTypeAndMessage() {
    assertThat(python(PYTHON.replace("in charge", "in refund"))).isNotEqualTo(python(PYTHON));
    assertThat(fingerprint("python", "ValueError", "no answer for card 17", PYTHON))
        .isNotEqualTo(python(PYTHON));
    assertThat(fingerprint("python", "CardError", "no such card 17", PYTHON))
        .isNotEqualTo(python(PYTHON));
  }

  @Test
  void pythonFollowsCauses() {
    assertThat(group("python", "tills.StockError", "a-17", PYTHON_CHAIN).as().stack())
        .containsExactly(
            "left (stock.py)", "pay (app.py)", "caused by KeyError", "left (stock.py)");
    assertThat(fingerprint("python", "tills.StockError", "a-17", PYTHON_CHAIN))
        .isNotEqualTo(
            fingerprint(
                "python",
                "tills.StockError",
                "a-17",
                PYTHON_CHAIN.replace("KeyError: 'a-17'", "TypeError: no shelf")));
  }

  @Test
  void recursionOfAnyDepthIsTheSame() {
    String call =
        """
          File "/srv/shop/tills/cards.py", line 12, in charge
            charge(card)
        """;
    int at = PYTHON.indexOf("  File \"/srv/shop/tills/cards.py\"");
    String deep = PYTHON.substring(0, at) + call.repeat(900) + PYTHON.substring(at);
    assertThat(python(deep)).isEqualTo(python(PYTHON));
  }

  @Test
  void goBeginsBelowThePanic() {
    assertThat(group("go", "runtime.errorString", "nil pointer", GO).as().stack())
        .containsExactly(
            "main.(*Rules).score",
            "main.verify.func",
            "github.com/gin-gonic/gin.(*Context).Next",
            "net/http.(*conn).serve");
  }

  @Test
  void goIsTheSameWithOtherAddressesLinesAndVersions() {
    String other =
        GO.replace("goroutine 83", "goroutine 7")
            .replaceAll("0x[0-9a-f]+", "0xc0ffee")
            .replaceAll("\\.go:\\d+", ".go:1")
            .replace("gin@v1.8.1", "gin@v1.9.0")
            .replace("/src/rules.go", "/home/ci/build/rules.go")
            .replace("verify.func2", "verify.func3");
    assertThat(go(other)).isEqualTo(go(GO));
    assertThat(go(GO.replace("(*Rules).score", "(*Rules).load"))).isNotEqualTo(go(GO));
  }

  @Test
  void nodeKnowsItsOwnModules() {
    assertThat(group("nodejs", "SyntaxError", "Unexpected end", NODE).as().stack())
        .containsExactly(
            "load (session.js)",
            "Object.find (store.<*>.js)",
            "JSON.parse (<anonymous>)",
            "<anonymous> (router.js)",
            "process.processTicksAndRejections (task_queues)");
  }

  @Test
  void nodeIsTheSameWithOtherPositionsAndBundles() {
    String other =
        NODE.replace("12:38", "9:1")
            .replace("/srv/shop/", "file:///app/dist/")
            .replace("store.3f9ac21b.js:40:5", "store.00e1f7aa.js:1:20417")
            .replace("task_queues:95:5", "task_queues:105:5");
    assertThat(node(other)).isEqualTo(node(NODE));
    assertThat(node(NODE.replace("at load", "at save"))).isNotEqualTo(node(NODE));
  }

  @Test
  void javaFollowsCausesAndForgetsWhatIsGenerated() {
    assertThat(group("java", "shop.OrderException", "order 4711 has no price", JAVA).as().stack())
        .containsExactly(
            "shop.Orders.place",
            "org.springframework.aop.framework.CglibAopProxy.invoke",
            "java.lang.Thread.run",
            "caused by java.sql.SQLException",
            "shop.Prices.lambda$of$",
            "shop.Prices.apply",
            "org.postgresql.jdbc.PgStatement.execute");
  }

  @Test
  void javaIsTheSameWithOtherLinesProxiesAndDrivers() {
    String other =
        JAVA.replaceAll("\\.java:\\d+", ".java:1")
            .replace("$$SpringCGLIB$$0", "$$EnhancerBySpringCGLIB$$7f3a")
            .replace("$$Lambda$14/0x00007f3a9c001e50", "$$Lambda/0x0000000801234567")
            .replace("lambda$of$1", "lambda$of$2")
            .replace("at shop.", "at app//shop.")
            .replace("PgStatement.execute(", "PgStatement.executeInternal(")
            .replace("... 7 more", "... 12 more");
    assertThat(java(other)).isEqualTo(java(JAVA));
    assertThat(java(JAVA.replace("java.sql.SQLException", "java.io.IOException")))
        .isNotEqualTo(java(JAVA));
    assertThat(java(JAVA.replace("Orders.place", "Orders.cancel"))).isNotEqualTo(java(JAVA));
  }

  @Test
  void aStackIsReadWhateverTheSdkSaysOfItsLanguage() {
    assertThat(group("", "CardError", "", PYTHON).as().stack())
        .isEqualTo(group("python", "CardError", "", PYTHON).as().stack());
    assertThat(group("", "x", "", GO).as().stack())
        .isEqualTo(group("go", "x", "", GO).as().stack());
    assertThat(group("", "x", "", JAVA).as().stack())
        .isEqualTo(group("java", "x", "", JAVA).as().stack());
    assertThat(group("", "x", "", NODE).as().stack())
        .isEqualTo(group("nodejs", "x", "", NODE).as().stack());
  }

  @Test
  void otherLanguagesLoseWhatHasDigits() {
    String dotnet =
        """
        System.InvalidOperationException: no price
           at Shop.Orders.Place(Int32 id) in /src/Shop/Orders.cs:line 48
           at System.Web.Handler.Invoke()
        """;
    assertThat(group("dotnet", "System.InvalidOperationException", "no price", dotnet).as().stack())
        .containsExactly("Shop.Orders.Place(<*> id)", "System.Web.Handler.Invoke()");
  }

  @Test
  void withoutTheApplicationOnTheStackTheSpanTellsWhere() {
    Said said = new Said("TimeoutError", "after 30 s", "", 0, 1, true);
    Failure pay = new Failure(0, "POST /pay", "go", said, 1, 2, 2);
    Failure cart = new Failure(0, "GET /cart/17", "go", said, 1, 2, 2);
    Failure otherCart = new Failure(0, "GET /cart/18", "go", said, 1, 2, 2);
    assertThat(grouping.of(pay, "till").fingerprint())
        .isNotEqualTo(grouping.of(cart, "till").fingerprint());
    assertThat(grouping.of(otherCart, "till").fingerprint())
        .isEqualTo(grouping.of(cart, "till").fingerprint());
    assertThat(grouping.of(cart, "shop").fingerprint())
        .isNotEqualTo(grouping.of(cart, "till").fingerprint());
  }

  @Test
  void framesThatAreConfiguredAreTheApplications() {
    Grouping own = new Grouping(List.of("org.springframework.aop."));
    Said said = new Said("x", "", JAVA, 0, 1, true);
    Failure failure = new Failure(0, "POST /pay", "java", said, 1, 2, 2);
    assertThat(own.of(failure, "till").as().stack())
        .startsWith("shop.Orders.place", "org.springframework.aop.framework.CglibAopProxy.invoke");
    assertThat(own.of(failure, "till").fingerprint())
        .isNotEqualTo(grouping.of(failure, "till").fingerprint());
  }

  /** Tickets and silences name groups by these: another number needs another version. */
  @Test
  void fingerprintsAreTheseForEver() {
    assertThat(Fingerprint.VERSION).isEqualTo("1");
    assertThat(Stream.of(python(PYTHON), go(GO), node(NODE), java(JAVA)).map(Long::toHexString))
        .containsExactly(
            "e3e7fe7251e9f3e2", "9683279457cab8d6", "4512017de2110d89", "55665dd6996470af");
  }

  /** A process that has seen others before says the same as one that has not. */
  @Test
  void whatIsRememberedChangesNothing() {
    for (int i = 0; i < 2_000; i++) {
      String message =
          "order %d has no price\n\tat remote.Stub%d.call(Stub.java:1)".formatted(i, i);
      String stack = JAVA.replace("order 4711 has no price", message);
      Said said = new Said("shop.OrderException", message, stack, 0, 1, true);
      Failure failure = new Failure(0, "POST /pay" + i % 700, "java", said, 1, 2, 2);
      assertThat(grouping.of(failure, "till").fingerprint())
          .isEqualTo(new Grouping(List.of()).of(failure, "till").fingerprint());
    }
  }

  @Test
  void textOfAnyKindIsRead() {
    List<String> odd =
        List.of(
            "\n\n\n",
            " ",
            "at ",
            "\tat (",
            "File \"",
            "  File \"a\", in",
            "panic(\n\t.go:",
            "[cause]: ",
            "Caused by: \n",
            "x(\n\ta.go:1",
            ")\n\ta.go:",
            "(((",
            "    at a (",
            "'".repeat(3000),
            "\"{".repeat(3000),
            "1:".repeat(100_000),
            "a.".repeat(100_000));
    for (String language : List.of("python", "go", "nodejs", "java", "rust", "")) {
      for (String stack : odd) {
        String type = stack.substring(0, Math.min(stack.length(), 1024));
        assertThat(group(language, type, stack, stack).as().stack()).hasSizeLessThan(40);
      }
    }
  }
}
