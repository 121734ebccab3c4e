/** Decides which traces are kept, and with which threshold. */
@NullMarked
package io.spanmill.sampling;

import org.jspecify.annotations.NullMarked;
