/** Loads to measure with. */
@NullMarked
package io.spanmill.benchmarks;

import org.jspecify.annotations.NullMarked;
