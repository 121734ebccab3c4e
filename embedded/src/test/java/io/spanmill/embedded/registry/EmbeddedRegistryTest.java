package io.spanmill.embedded.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as Confluent's registry gives them. */
@Timeout(60)
final class EmbeddedRegistryTest {
  private static final String ONE =
      "{'type':'record','name':'R','fields':[{'name':'a','type':'int'}]}";
  private static final String OPTIONAL =
      ONE.replace("]}", ",{'name':'b','type':'int','default':0}]}");
  private static final String REQUIRED = ONE.replace("]}", ",{'name':'b','type':'int'}]}");

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedRegistry registry;

  @BeforeEach
  void start() throws IOException {
    byte[] loopback = {127, 0, 0, 1};
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByAddress(loopback), 0);
    registry = EmbeddedRegistry.start(folder, anyPort);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void aSchemaHasOneIdWhereverItIsUsed() throws Exception {
    assertThat(tell("a-value", ONE)).isEqualTo("200 {'id':1}");
    assertThat(tell("a-value", " " + ONE)).isEqualTo("200 {'id':1}");
    assertThat(tell("a-value", OPTIONAL)).isEqualTo("200 {'id':2}");
    assertThat(tell("b-value", ONE)).isEqualTo("200 {'id':1}");

    assertThat(get("/subjects")).isEqualTo("200 ['a-value','b-value']");
    assertThat(get("/subjects/a-value/versions")).isEqualTo("200 [1,2]");
    assertThat(get("/schemas/ids/1")).isEqualTo("200 {'schema':'" + escaped(ONE) + "'}");
    assertThat(get("/schemas/ids/1/subjects")).isEqualTo("200 ['a-value','b-value']");
    assertThat(get("/schemas/ids/2/versions")).contains("'version':2", "'subject':'a-value'");
    String second = "{'subject':'a-value','version':2,'id':2,'schema':'" + escaped(OPTIONAL) + "'}";
    assertThat(get("/subjects/a-value/versions/2")).isEqualTo("200 " + second);
    assertThat(get("/subjects/a-value/versions/latest")).isEqualTo("200 " + second);
    assertThat(send("POST", "/subjects/a-value", body(OPTIONAL))).isEqualTo("200 " + second);
    assertThat(get("/schemas/types")).isEqualTo("200 ['AVRO']");
    assertThat(get("/")).isEqualTo("200 {}");
    assertThat(get("/mode")).isEqualTo("200 {'mode':'READWRITE'}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET /subjects/b/versions        |      | 404 {'error_code':40401,'message':'Subject 'b' not found.'}",
        "GET /subjects/b/versions/latest |      | 404 {'error_code':40401,'message':'Subject 'b' not found.'}",
        "GET /subjects/a/versions/7      |      | 404 {'error_code':40402,'message':'Version 7 not found.'}",
        "GET /schemas/ids/7              |      | 404 {'error_code':40403,'message':'Schema not found'}",
        "GET /schemas/ids/x              |      | 404 {'error_code':40403,'message':'Schema not found'}",
        "POST /subjects/a                | {'schema':'`int`'} | 404 {'error_code':40403,",
        "GET /config/a                   |      | 404 {'error_code':40408,",
        "GET /nowhere                    |      | 404 {'error_code':404,",
        "DELETE /subjects/a              |      | 404 {'error_code':404,",
        "POST /subjects/a/versions       | {'schema':'no'} | 422 {'error_code':42201,'message':'Invalid schema: ",
        "POST /subjects/a/versions       | {} | 422 {'error_code':42201,'message':'Invalid schema: there is none'}",
        "POST /subjects/a/versions       | {'schema':'`int`','schemaType':'JSON'} | 422 {'error_code':42201,'message':'Invalid schema: of type JSON; this registry knows AVRO only'}",
        "POST /subjects/a/versions       | {'schema':'`int`','references':[{}]} | 422 {'error_code':42201,",
        "POST /subjects/a/versions       | [] | 400 {'error_code':400,",
        "GET /subjects/a/versions/x      |      | 422 {'error_code':42202,",
        "PUT /config                     | {'compatibility':'BACKWARDS'} | 422 {'error_code':42203,'message':'Invalid compatibility level: BACKWARDS'}",
      })
  void refusesInTheSameWords(String request, String body, String answer) throws Exception {
    tell("a", ONE);
    String[] words = request.split(" ");
    String sent = body == null ? "" : body.replace("`", "\\\"");

    assertThat(send(words[0], words[1], sent)).startsWith(answer);
  }

  @Test
  void theNextSchemaHasToReadTheLast() throws Exception {
    tell("a", ONE);
    String latest = "/compatibility/subjects/a/versions/latest";

    assertThat(send("POST", latest, body(OPTIONAL))).isEqualTo("200 {'is_compatible':true}");
    assertThat(send("POST", latest, body(REQUIRED))).isEqualTo("200 {'is_compatible':false}");
    assertThat(send("POST", latest + "?verbose=true", body(REQUIRED)))
        .contains("'messages':['READER_FIELD_MISSING_DEFAULT_VALUE");
    assertThat(tell("a", REQUIRED))
        .startsWith("409 {'error_code':409,'message':'Schema being registered is incompatible");
    assertThat(get("/subjects/a/versions")).isEqualTo("200 [1]");
  }

  @Test
  void aSubjectMayHaveALevelOfItsOwn() throws Exception {
    tell("a", ONE);
    assertThat(get("/config")).isEqualTo("200 {'compatibilityLevel':'BACKWARD'}");
    assertThat(get("/config/a?defaultToGlobal=true"))
        .isEqualTo("200 {'compatibilityLevel':'BACKWARD'}");
    assertThat(send("PUT", "/config/a", "{'compatibility':'none'}"))
        .isEqualTo("200 {'compatibility':'NONE'}");

    assertThat(tell("a", REQUIRED)).isEqualTo("200 {'id':2}");
    assertThat(get("/config/a")).isEqualTo("200 {'compatibilityLevel':'NONE'}");
    assertThat(get("/config")).isEqualTo("200 {'compatibilityLevel':'BACKWARD'}");
  }

  @Test
  void subjectsMayHaveAnyName() throws Exception {
    assertThat(tell("a%2Fb%20c%2B+", ONE)).isEqualTo("200 {'id':1}");
    assertThat(get("/subjects")).isEqualTo("200 ['a/b c++']");
  }

  @Test
  void idsAndLevelsOutliveARestart() throws Exception {
    tell("a", ONE);
    tell("a", OPTIONAL);
    send("PUT", "/config/a", "{'compatibility':'FULL'}");
    assertThat(Files.readString(folder.resolve("schemas.jsonl")).replace('"', '\''))
        .isEqualTo(
            "{'subject':'a','version':1,'id':1,'schema':'"
                + escaped(ONE)
                + "'}\n{'subject':'a','version':2,'id':2,'schema':'"
                + escaped(OPTIONAL)
                + "'}\n{'subject':'a','compatibility':'FULL'}\n");

    restart();
    assertThat(tell("b", OPTIONAL)).isEqualTo("200 {'id':2}");
    assertThat(tell("b", OPTIONAL.replace("'b'", "'c'"))).isEqualTo("200 {'id':3}");
    assertThat(get("/config/a")).isEqualTo("200 {'compatibilityLevel':'FULL'}");
  }

  @Test
  void whatACrashCutOffIsTakenForNotSaid() throws Exception {
    tell("a", ONE);
    Path file = folder.resolve("schemas.jsonl");
    Files.writeString(file, "{\"subject\":\"a\",\"ver", StandardOpenOption.APPEND);

    restart();
    assertThat(get("/subjects/a/versions")).isEqualTo("200 [1]");
    tell("a", OPTIONAL);
    restart();
    assertThat(get("/subjects/a/versions")).isEqualTo("200 [1,2]");
  }

  @Test
  void aSecondOneInTheSameFolderIsRefused() {
    assertThatThrownBy(this::startAnother)
        .isInstanceOf(IOException.class)
        .hasMessage("another registry uses " + folder.resolve("schemas.jsonl"));
  }

  private void startAnother() throws IOException {
    EmbeddedRegistry.start(folder, new InetSocketAddress(0)).close();
  }

  private void restart() throws IOException {
    stop();
    start();
  }

  private String tell(String subject, String schema) throws Exception {
    return send("POST", "/subjects/" + subject + "/versions", body(schema));
  }

  private String get(String path) throws Exception {
    return send("GET", path, "");
  }

  /** Status and answer, with simple quotes for double ones. */
  private String send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/vnd.schemaregistry.v1+json");
    return response.statusCode() + " " + response.body().replace('"', '\'');
  }

  private static String body(String schema) {
    return "{'schema':'" + escaped(schema) + "'}";
  }

  private static String escaped(String schema) {
    return schema.replace("'", "\\'");
  }
}
