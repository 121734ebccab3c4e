/** What Kafka nodes share. Used by nodes only, never by pure logic. */
@NullMarked
package io.spanmill.node;

import org.jspecify.annotations.NullMarked;
