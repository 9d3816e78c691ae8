//! Nothing: what there is are the tests, of layers, subscribers and test helpers of other people on these crates.
