/** Designs that Spanmill has beaten, kept runnable so that the ratio is measured in one run. */
@NullMarked
package io.spanmill.alternatives;

import org.jspecify.annotations.NullMarked;
