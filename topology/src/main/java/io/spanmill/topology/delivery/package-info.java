/**
 * Records on their way out of Kafka, to somebody who is no Kafka: {@link
 * io.spanmill.topology.delivery.Courier} reads what is committed, hands it to a {@link
 * io.spanmill.topology.delivery.Recipient}, and moves its offsets when that has taken it.
 */
@NullMarked
package io.spanmill.topology.delivery;

import org.jspecify.annotations.NullMarked;
