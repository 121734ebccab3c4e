/** Placeholder. */
@NullMarked
package io.spanmill.topology;

import org.jspecify.annotations.NullMarked;
