//! The two implementations under comparison. Peers are kept out of these programs, for some of them calibrate clocks before
//! `main`, which would disturb the instruction counts.

use harness::Pair;

/// Every scenario of both, those of one name together.
pub fn pairs() -> Vec<Pair> {
    harness::pairs(vec![("ours", scenarios_ours::scenarios()), ("published", scenarios_published::scenarios())])
}
