/** Logs on stderr, as lines for people or as JSON: what slf4j finds, and nothing else. */
@NullMarked
package io.spanmill.topology.logging;

import org.jspecify.annotations.NullMarked;
