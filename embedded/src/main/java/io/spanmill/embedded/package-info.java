/** Placeholder. */
@NullMarked
package io.spanmill.embedded;

import org.jspecify.annotations.NullMarked;
