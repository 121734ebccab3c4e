package io.spanmill.sampling.ottl;

/** What stands in a condition: something that holds or not, or something that has a value. */
sealed interface Node permits Condition, Operand {

  /**
   * Where a condition is wanted.
   *
   * @param first word of this, to refuse it by
   */
  default Condition asCondition(Token first) {
    if (this instanceof Condition condition) {
      return condition;
    }
    if (this instanceof Operand.Truth truth) {
      return truth.condition();
    }
    throw first.wrong("this is a value and no condition; compare it with something (== …)");
  }

  /** Where a value or a list is wanted. */
  default Operand asOperand(Token first) {
    if (this instanceof Operand operand) {
      return operand;
    }
    throw first.wrong("this is a condition and has no value");
  }

  /** Where a value is wanted that is no list. */
  default Operand asScalar(Token first) {
    if (this instanceof Operand.Items) {
      throw first.wrong("a list can only stand in ContainsValue and Concat");
    }
    return asOperand(first);
  }
}
