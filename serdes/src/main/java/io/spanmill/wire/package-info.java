/**
 * Protobuf as it lies on the wire: fields are read in place and written in one pass. Knows nothing
 * of OTLP; depends on the JDK only.
 */
@NullMarked
package io.spanmill.wire;

import org.jspecify.annotations.NullMarked;
