/**
 * What must hold of each parser whatever it is given: one class for each, with the method that
 * Jazzer calls. None of them knows Jazzer, so that tests can ask the same.
 */
@NullMarked
package io.spanmill.fuzz;

import org.jspecify.annotations.NullMarked;
