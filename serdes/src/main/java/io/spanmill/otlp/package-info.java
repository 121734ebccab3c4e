/**
 * OTLP trace requests, spelled in protobuf or JSON: walked where they lie, without an object per
 * span. Depends on {@code wire} and {@code model}.
 */
@NullMarked
package io.spanmill.otlp;

import org.jspecify.annotations.NullMarked;
