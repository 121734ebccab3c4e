/**
 * Conditions in the Collector's <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/LANGUAGE.md">OpenTelemetry
 * Transformation Language</a>: reads them, and asks spans where they lie. What of the language is
 * understood stands at {@link io.spanmill.sampling.ottl.OttlParser}.
 */
@NullMarked
package io.spanmill.sampling.ottl;

import org.jspecify.annotations.NullMarked;
