/** A Kafka Connect source: what the receiver takes goes to Kafka. */
@NullMarked
package io.spanmill.connect;

import org.jspecify.annotations.NullMarked;
