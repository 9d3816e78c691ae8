//! The [`Layer`] trait: one listener among several on the same subscriber, and how layers are stacked.
//!
//! A subscriber assigns ids to spans and stores them; there is one per thread at a time. Everything else that listens is a
//! layer: it is told what happens, asks for stored data through its [`Context`], and is put on top of what is there by
//! [`with`](SubscriberExt::with).
//!
//! ```
//! use tracing_core::{Event, Subscriber};
//! use tracing_subscriber::{Layer, layer::Context, prelude::*};
//!
//! struct Shout;
//!
//! impl<S: Subscriber> Layer<S> for Shout {
//!     fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
//!         println!("{}!", event.metadata().target());
//!     }
//! }
//!
//! let subscriber = tracing_subscriber::registry().with(Shout);
//! # let _ = subscriber;
//! ```
//!
//! # Layers and filters
//!
//! A layer whose [`enabled`](Layer::enabled) says no switches a record off for all. That is what a filter does which is added
//! as a layer, [`LevelFilter`](crate::filter::LevelFilter) for instance. A filter that belongs to one layer, by
//! [`with_filter`](Layer::with_filter), hides records and spans from that layer alone; the others are not affected, whatever
//! it says.
//!
//! ```
//! # #[cfg(feature = "fmt")] {
//! use tracing_subscriber::{Layer, filter::LevelFilter, fmt, prelude::*};
//!
//! # let (stdout, stderr) = (test_support::Lines::default(), test_support::Lines::default());
//! let subscriber = tracing_subscriber::registry()
//!     .with(fmt::layer().with_writer(stdout.writer()).with_filter(LevelFilter::INFO))
//!     .with(fmt::layer().with_writer(stderr.writer()).with_filter(LevelFilter::WARN));
//! # let _guard = subscriber.set_default();
//! tracing::info!("ready");
//! assert!(stdout.text().contains("ready") && stderr.text().is_empty());
//! # }
//! ```
//!
//! # Layers that are chosen at run time
//!
//! An [`Option`] of a layer is a layer, as are a [`Vec`] of layers and a [`Box`] of one, whatever type it is
//! ([`boxed`](Layer::boxed)). `None` and an empty `Vec` are as if they were not there.
//!
//! # Order
//!
//! What happened is told from the inside out: the registry first, then the layer that was added first. Whether something
//! should happen is asked from the outside in.

mod context;
mod contract;
mod layered;

mod attention;
#[cfg_attr(not(feature = "std"), path = "note_off.rs")]
mod note;
mod opinion;

mod combine;
mod forward;
mod identity;

pub use attention::Attention;
pub use context::Context;
pub use contract::Layer;
pub use identity::Identity;
pub use layered::{Layered, SubscriberExt};
pub use opinion::{Opinion, Reach, Stance};

#[doc(inline)]
pub use crate::filter::Filter;

pub(crate) use forward::{forward_layer, hand_on};
