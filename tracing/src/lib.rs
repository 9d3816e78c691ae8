//! Span and event macros, spans, guards and instrumented futures.
