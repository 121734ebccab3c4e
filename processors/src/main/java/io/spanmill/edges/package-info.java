/** Finds who calls whom inside a trace, and how it went. */
@NullMarked
package io.spanmill.edges;

import org.jspecify.annotations.NullMarked;
