/** Placeholder. */
@NullMarked
package io.spanmill.processors;

import org.jspecify.annotations.NullMarked;
