/** The words of tracing. Depends on the JDK only; everything may depend on it. */
@NullMarked
package io.spanmill.model;

import org.jspecify.annotations.NullMarked;
