/**
 * A schema registry for trying things out: the part of Confluent's REST interface that clients use.
 */
@NullMarked
package io.spanmill.embedded.registry;

import org.jspecify.annotations.NullMarked;
