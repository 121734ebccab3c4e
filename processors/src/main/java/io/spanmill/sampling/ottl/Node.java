package io.spanmill.sampling.ottl;

/** What stands in a condition: something that holds or not, or something that has a value. */
sealed interface Node permits Condition, Operand {}
