/**
 * Campaigns of faults: a cluster of brokers and several instances as processes of their own, seeded
 * input, seeded faults, and an oracle that knows what has to come out. Never in the production
 * image.
 */
@NullMarked
package io.spanmill.chaos;

import org.jspecify.annotations.NullMarked;
