/**
 * What is connected to what, and with which settings. {@link io.spanmill.topology.TracePipeline} is
 * the place to start reading. Only this module and {@code embedded} read a clock or the
 * environment.
 */
@NullMarked
package io.spanmill.topology;

import org.jspecify.annotations.NullMarked;
