/**
 * What can be set, where it is read from, and what is said when it is wrong; sees the settings of
 * the modules below, nothing of the command line.
 */
@NullMarked
package io.spanmill.topology.config;

import org.jspecify.annotations.NullMarked;
