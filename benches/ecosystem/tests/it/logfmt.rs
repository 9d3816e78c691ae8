//! tracing-logfmt: key=value lines.

use tracing::{info, info_span};
use tracing_subscriber::prelude::*;

use crate::page::Page;

#[test]
fn a_line_holds_level_message_span_and_fields() {
    let page = Page::default();
    let writer = page.clone();
    let layer = tracing_logfmt::builder().with_timestamp(false).layer().with_writer(move || writer.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let _span = info_span!("outer", id = 7).entered();
        info!(n = 1, text = "two words", "hello");
    });
    let line = page.take();
    for part in ["level=info", "span=outer", "id=7", "n=1", "text=\"two words\"", "message=hello"] {
        assert!(line.contains(part), "{part} is missing in {line}");
    }
}
