//! [`LevelFilter`] as a filter: nothing is asked at run time, for the level of a callsite is fixed.

use tracing_core::subscriber::Verdict;
use tracing_core::{Interest, Metadata, Subscriber};

use super::{Filter, LevelFilter};
use crate::layer::{Attention, Context, Layer, Opinion, Reach, Stance};

fn admits(filter: LevelFilter, metadata: &Metadata<'_>) -> bool {
    *metadata.level() <= filter
}

fn interest(filter: LevelFilter, metadata: &Metadata<'_>) -> Interest {
    if admits(filter, metadata) { Interest::always() } else { Interest::never() }
}

/// Holds for all layers.
impl<S: Subscriber> Layer<S> for LevelFilter {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        interest(*self, metadata)
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        admits(*self, metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(*self)
    }

    fn verdict(&self, metadata: &Metadata<'_>, _: Context<'_, S>, _: &mut Verdict) -> Opinion {
        Opinion::filter(admits(*self, metadata))
    }

    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        Stance::filter(interest(*self, metadata))
    }

    fn reach(&self) -> Reach {
        Reach::filter(Some(*self))
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::NONE
    }
}

/// Belongs to one layer.
impl<S> Filter<S> for LevelFilter {
    fn enabled(&self, meta: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        admits(*self, meta)
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        interest(*self, meta)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(*self)
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::NONE
    }
}
