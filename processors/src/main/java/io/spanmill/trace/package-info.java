/**
 * A trace in memory: a table of what its spans say of themselves, and their bytes in blocks of a
 * pool. Everything that looks at traces depends on this; it depends on {@code serdes} only.
 */
@NullMarked
package io.spanmill.trace;

import org.jspecify.annotations.NullMarked;
