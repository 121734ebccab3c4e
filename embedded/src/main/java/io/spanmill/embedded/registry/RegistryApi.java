package io.spanmill.embedded.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What a registry answers: of <a
 * href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Confluent's
 * interface</a> what serializers, deserializers and Kafka Connect's converters ask for. Nothing can
 * be deleted.
 */
final class RegistryApi {
  private static final Map<String, Object> MODE = Map.of("mode", "READWRITE");

  private final Schemas schemas;

  RegistryApi(Schemas schemas) {
    this.schemas = schemas;
  }

  /** Maps and lists, to be written as JSON. */
  Object answer(RegistryRequest request) throws RegistryError, IOException {
    String subject = request.subject();
    return switch (request.route()) {
      case "GET /" -> Map.of();
      case "GET /schemas/types" -> List.of("AVRO");
      case "GET /schemas/ids/*" -> Map.of("schema", schemas.schema(subject));
      case "GET /schemas/ids/*/subjects" ->
          schemas.uses(subject).stream().map(Schemas.Version::subject).distinct().toList();
      case "GET /schemas/ids/*/versions" ->
          schemas.uses(subject).stream()
              .map(use -> Map.of("subject", use.subject(), "version", use.version()))
              .toList();
      case "GET /subjects" -> schemas.subjects();
      case "POST /subjects/*" -> schemas.find(subject, request.schema()).fields();
      case "GET /subjects/*/versions" ->
          schemas.versions(subject).stream().map(Schemas.Version::version).toList();
      case "POST /subjects/*/versions" ->
          Map.of("id", schemas.register(subject, request.schema()).id());
      case "GET /subjects/*/versions/*" -> schemas.version(subject, request.second()).fields();
      case "GET /config", "GET /config/*" ->
          Map.of(
              "compatibilityLevel", schemas.level(subject, request.asks("defaultToGlobal")).name());
      case "PUT /config", "PUT /config/*" -> setLevel(request);
      case "GET /mode", "GET /mode/*" -> MODE;
      case "POST /compatibility/subjects/*/versions" -> fits(request, schemas.versions(subject));
      case "POST /compatibility/subjects/*/versions/*" ->
          fits(request, List.of(schemas.version(subject, request.second())));
      default -> throw RegistryError.nothingThere();
    };
  }

  private Map<String, Object> setLevel(RegistryRequest request) throws RegistryError, IOException {
    Compatibility level = Compatibility.of(String.valueOf(request.body().get("compatibility")));
    schemas.setLevel(request.subject(), level);
    return Map.of("compatibility", level.name());
  }

  private Map<String, Object> fits(RegistryRequest request, List<Schemas.Version> before)
      throws RegistryError {
    List<String> misfits = schemas.misfits(request.subject(), request.schema(), before);
    return request.asks("verbose")
        ? Map.of("is_compatible", misfits.isEmpty(), "messages", misfits)
        : Map.of("is_compatible", misfits.isEmpty());
  }
}
