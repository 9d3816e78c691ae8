//! What may be shared with other threads, handed to them, and used after a panic.

use std::panic::{RefUnwindSafe, UnwindSafe};

use tracing_subscriber::filter::Filtered;
use tracing_subscriber::layer::{Context, Identity, Layered};
use tracing_subscriber::registry::{Data, Extensions, ExtensionsMut, Scope, ScopeFromRoot, SpanRef};
use tracing_subscriber::{Registry, filter::LevelFilter};

fn is_sync<T: Sync>() {}
fn is_send<T: Send>() {}
fn is_unpin<T: Unpin>() {}
fn is_unwind_safe<T: UnwindSafe>() {}
fn is_ref_unwind_safe<T: RefUnwindSafe>() {}

/// What is compiled is the test.
#[test]
fn guards_of_a_span_can_be_shared() {
    is_sync::<Extensions<'_>>();
    is_sync::<ExtensionsMut<'_>>();
    is_unpin::<(Extensions<'_>, ExtensionsMut<'_>)>();
    is_unwind_safe::<ExtensionsMut<'_>>();
    is_ref_unwind_safe::<ExtensionsMut<'_>>();
}

#[test]
fn what_leads_to_spans_can_be_sent_and_shared() {
    type Ways<'a> = (Scope<'a, Registry>, Context<'a, Registry>);
    type Spans<'a> = (SpanRef<'a, Registry>, ScopeFromRoot<'a, Registry>, Data<'a>);
    is_sync::<(Ways<'_>, Spans<'_>)>();
    is_send::<(Ways<'_>, Spans<'_>)>();
    is_unpin::<(Ways<'_>, Spans<'_>)>();
    is_unwind_safe::<Ways<'_>>();
    is_ref_unwind_safe::<Ways<'_>>();
}

#[test]
fn stacks_are_what_their_parts_are() {
    type Stack = Layered<Filtered<Identity, LevelFilter, Registry>, Registry>;
    is_sync::<(Registry, Stack)>();
    is_send::<(Registry, Stack)>();
    is_unpin::<(Registry, Stack)>();
    is_ref_unwind_safe::<Registry>();
}
