//! The core of application-level tracing: what a facade and a subscriber must agree on, and nothing more.
//!
//! ```
//! use tracing_core::{Event, Kind, Level, callsite::DefaultCallsite, field::Value, identify_callsite, metadata, Metadata};
//!
//! // A facade's macro makes two statics like these for each place in the code ...
//! static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
//! static META: Metadata<'static> = metadata! {
//!     name: "start", target: "app", level: Level::INFO, fields: &["port"], callsite: &CALLSITE, kind: Kind::EVENT
//! };
//!
//! // ... and hands a record to whoever listens on this thread, if anybody wants it.
//! if !CALLSITE.is_never() {
//!     let port = META.fields().field("port").unwrap();
//!     Event::dispatch(&META, &META.fields().value_set(&[(&port, Some(&8080 as &dyn Value))]));
//! }
//! ```
//!
//! # The way of one record
//!
//! ```text
//! callsite     a static with one byte of state: unregistered, never, sometimes, always      callsite/
//!    │            "never" ends here: one relaxed load, one branch
//!    ▼
//! current      who listens on this thread? the scoped dispatcher, else the global one       current/
//!    ▼
//! Dispatch     a handle to a subscriber, cheap to clone                                     dispatch.rs
//!    ▼
//! Subscriber   the contract: new_span · record · event · enter · exit · clone · close       subscriber.rs
//! ```
//!
//! Read the files in the order of the `mod` lines below for the whole story: what is known at compile time
//! ([`Level`], [`Metadata`]), what is recorded ([`field`]), who wants it ([`Interest`], [`callsite`]), who listens
//! ([`Dispatch`], [`dispatcher`]), and what crosses over ([`Subscriber`], [`span`], [`Event`]).
//!
//! # Who needs this crate
//!
//! Authors of subscribers and of facades. Programs use a facade, such as the `tracing` crate, and a ready
//! subscriber, such as those of `tracing-subscriber`. Any number of facades share one subscriber through this crate.
//!
//! # Features
//!
//! - `std` (default): a dispatcher per thread ([`dispatcher::set_default`], [`dispatcher::with_default`]). Without
//!   it the crate needs `alloc` alone, and a program has one dispatcher, the global one.
//! - `valuable`: with `--cfg tracing_unstable`, values of the `valuable` crate.
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod level;
pub mod metadata;

pub mod field;

pub mod callsite;
mod interest;
mod verdict;

mod current;
mod dispatch;
pub mod dispatcher;

pub mod event;
mod forward;
mod no_subscriber;
mod parent;
pub mod span;
pub mod subscriber;

mod sync;

#[doc(inline)]
pub use self::{
    callsite::Callsite,
    dispatcher::Dispatch,
    event::Event,
    field::Field,
    metadata::{Kind, Level, LevelFilter, Metadata},
    subscriber::{Interest, Subscriber},
};

// The published crate has this name at its root.
#[cfg(feature = "std")]
#[doc(no_inline)]
pub use std::sync::Once;

/// Names that the macros of this crate use, so that they work where the prelude does not.
#[doc(hidden)]
pub mod __macro_support {
    pub use core::{file, line, module_path, option::Option};
}
