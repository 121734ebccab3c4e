/**
 * Tells alerts to whoever takes them as Alertmanager does. Knows nothing of how they are raised.
 */
@NullMarked
package io.spanmill.topology.webhook;

import org.jspecify.annotations.NullMarked;
