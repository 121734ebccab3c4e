/**
 * Two plugins of Kafka Connect: a source, by which what the receiver takes goes to Kafka, and a
 * sink, by which what is in Kafka goes to a back-end.
 */
@NullMarked
package io.spanmill.connect;

import org.jspecify.annotations.NullMarked;
