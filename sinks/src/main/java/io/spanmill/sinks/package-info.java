/**
 * What leaves: the output topics as typed values, how their records are spelled, and what each of
 * them promises. Never sees {@code processors}.
 */
@NullMarked
package io.spanmill.sinks;

import org.jspecify.annotations.NullMarked;
