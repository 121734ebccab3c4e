/**
 * An OTLP receiver: gRPC and HTTP on one port, for traces, metrics and logs. It knows nothing of
 * Kafka: what it takes goes to a {@link io.spanmill.receiver.Destination}, and a sender hears of
 * success when the destination has it for good.
 *
 * <p>{@link io.spanmill.receiver.Reception} is the life of one request; {@link
 * io.spanmill.receiver.Admission} decides, without any network, what of it may pass.
 */
@NullMarked
package io.spanmill.receiver;

import org.jspecify.annotations.NullMarked;
