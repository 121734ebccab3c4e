/**
 * An OTLP client: pushes requests to a back-end over OTLP/HTTP or OTLP/gRPC. It knows nothing of
 * Kafka, and keeps nothing: whoever has something to push shows what waits, and hears how much of
 * it is dealt with and when to come again.
 *
 * <p>{@link io.spanmill.exporter.Pusher} makes one attempt after the other; {@link
 * io.spanmill.exporter.HttpPoster}, {@link io.spanmill.exporter.Answer} and {@link
 * io.spanmill.exporter.Backoff} serve for anything else that is posted and may have to wait.
 */
@NullMarked
package io.spanmill.exporter;

import org.jspecify.annotations.NullMarked;
