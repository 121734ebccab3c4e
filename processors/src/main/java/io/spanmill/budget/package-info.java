/**
 * Budgets: as many traces, spans or bytes a second as one can afford, and numbers that stay right.
 *
 * <p>Time is cut into epochs. Each partition tells what arrived in an epoch ({@link
 * io.spanmill.budget.DemandMeter}); where that meets, a table of thresholds is made for an epoch
 * that is still to come ({@link io.spanmill.budget.BudgetController}); each partition applies the
 * same table ({@link io.spanmill.budget.BudgetTables}), and lowers what it keeps where more arrives
 * than was expected ({@link io.spanmill.budget.BudgetGuard}). {@link
 * io.spanmill.budget.PartitionBudget} is all of that for one policy in one partition.
 *
 * <p>A threshold is a function of what arrived before and of a trace's key, never of its
 * randomness: that alone makes {@code 1 / probability} the right weight. A strict limit cannot be
 * had so; {@link io.spanmill.budget.BatchBudget} keeps it, with a threshold that the other traces
 * of a batch set.
 */
@NullMarked
package io.spanmill.budget;

import org.jspecify.annotations.NullMarked;
