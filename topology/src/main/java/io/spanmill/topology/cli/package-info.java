/**
 * The command line: what is typed, what is answered, and the exit code. Other modules add commands
 * of their own as services.
 */
@NullMarked
package io.spanmill.topology.cli;

import org.jspecify.annotations.NullMarked;
