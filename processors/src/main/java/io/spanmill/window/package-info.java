/**
 * Sums by tumbling windows of event time: gathered where traces are decided, put together where all
 * of a series meets. Knows nothing of what is summed up.
 */
@NullMarked
package io.spanmill.window;

import org.jspecify.annotations.NullMarked;
