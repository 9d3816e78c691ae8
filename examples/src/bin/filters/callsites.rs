//! The places in the code that records come from. Told of each once, whether it is let through or not.

use std::sync::{Arc, Mutex, PoisonError};

use tracing::Metadata;
use tracing::subscriber::{Interest, Subscriber};
use tracing_subscriber::Layer;

/// Takes note of callsites, and has no opinion of them.
#[derive(Clone, Default)]
pub(crate) struct Callsites(Arc<Mutex<Vec<&'static Metadata<'static>>>>);

impl Callsites {
    pub(crate) fn take(&self) -> Vec<&'static Metadata<'static>> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<S: Subscriber> Layer<S> for Callsites {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        let mut callsites = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // They are asked about again when a filter changes its mind.
        if !callsites.iter().any(|known| known.callsite() == metadata.callsite()) {
            callsites.push(metadata);
        }
        Interest::always()
    }
}
