/**
 * SPLIT: a request becomes one bundle per target partition, stamped with what its source has seen.
 * {@link io.spanmill.split.RequestSplitter} is pure; {@link io.spanmill.split.SplitRequests} is its
 * Kafka node.
 */
@NullMarked
package io.spanmill.split;

import org.jspecify.annotations.NullMarked;
