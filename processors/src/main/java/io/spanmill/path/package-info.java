/** Finds out which spans a trace's duration was spent in: its critical path. */
@NullMarked
package io.spanmill.path;

import org.jspecify.annotations.NullMarked;
