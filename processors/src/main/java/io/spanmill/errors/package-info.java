/**
 * Finds errors inside a trace: where each arose, what it failed upwards through, and which of them
 * are the same defect. Pure: stacks and messages are text of unknown origin, and are read in one
 * pass without regular expressions, up to a bound.
 */
@NullMarked
package io.spanmill.errors;

import org.jspecify.annotations.NullMarked;
