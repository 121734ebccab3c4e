package io.spanmill.budget;

/**
 * When a trace has to do with budgets.
 *
 * @param tableEpoch whose table it asks for; does not depend on the trace's randomness
 * @param dueEpoch in which it was due to be decided, and so counts as having arrived
 */
record Moment(long tableEpoch, long dueEpoch) {}
