//! A registry of spans, composable layers, formats and filters.
