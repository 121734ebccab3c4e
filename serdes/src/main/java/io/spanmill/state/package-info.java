/**
 * The bytes that are ours: what stands in internal topics and stores. Each begins with its version;
 * docs/formats.md lists them all. Depends on {@code model} only.
 */
@NullMarked
package io.spanmill.state;

import org.jspecify.annotations.NullMarked;
