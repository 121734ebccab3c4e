package io.spanmill.errors;

/** An error, and the group in which it was counted. */
record CountedError(FoundError found, Grouping.Group group) {}
