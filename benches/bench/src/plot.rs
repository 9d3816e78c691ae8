//! Bars as SVG. Called by `report`.
