/**
 * What others read as Avro records: the schemas of {@code src/main/avro}, and how values become
 * records. Depends on {@code model} and Avro only; who puts records into bytes, and tells a
 * registry, is elsewhere.
 */
@NullMarked
package io.spanmill.avro;

import org.jspecify.annotations.NullMarked;
