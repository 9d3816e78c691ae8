//! Stands for a library that uses `tracing`. It calls one that uses `log`.

use tracing::{info, info_span};

use crate::store;

pub(crate) fn look_up(word: &str) {
    let _span = info_span!("look_up", word).entered();
    let rows = store::read(word);
    info!(rows, "looked up");
}
