/**
 * A Kafka inside this JVM and what feeds it from files: for {@code demo}, {@code local} and tests,
 * never in the production image.
 */
@NullMarked
package io.spanmill.embedded;

import org.jspecify.annotations.NullMarked;
