package io.spanmill.errors;

import io.spanmill.model.ErrorEntry;
import java.util.Set;

/**
 * An error as it is counted.
 *
 * @param failure number of the failure in which it arose
 * @param exceptions recorded exceptions that belong to it
 * @param callers services that it was passed on by, other than its own
 */
record FoundError(int failure, int exceptions, ErrorEntry entry, Set<String> callers) {}
