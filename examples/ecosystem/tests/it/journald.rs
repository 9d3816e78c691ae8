//! tracing-journald, where there is a journal; elsewhere it says that there is none.

use std::io::ErrorKind;
use std::path::Path;

use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;

use crate::program::heard_by;

#[test]
fn records_are_sent_or_the_journal_is_missing() {
    match tracing_journald::layer() {
        Ok(layer) => heard_by(registry().with(layer)),
        Err(error) => {
            assert!(!Path::new("/run/systemd/journal/socket").exists(), "{error}");
            assert_eq!(error.kind(), ErrorKind::NotFound);
        }
    }
}
