/** Placeholder. */
@NullMarked
package io.spanmill.sinks;

import org.jspecify.annotations.NullMarked;
