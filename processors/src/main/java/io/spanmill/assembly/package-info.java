/**
 * ASSEMBLE: spans become traces, traces are decided once, decisions are remembered. {@link
 * io.spanmill.assembly.TraceAssembler} is pure: its time is the watermark, its memory can be told
 * again from the log. {@link io.spanmill.assembly.AssembleTraces} is its Kafka node.
 */
@NullMarked
package io.spanmill.assembly;

import org.jspecify.annotations.NullMarked;
