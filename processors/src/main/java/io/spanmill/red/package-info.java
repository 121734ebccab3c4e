/** Measures every span: rate, errors and duration by series and window. */
@NullMarked
package io.spanmill.red;

import org.jspecify.annotations.NullMarked;
