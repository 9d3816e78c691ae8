//! What a layer or filter that wraps an `EnvFilter` tells it of spans. Alone, the filter is told as any layer is.

use tracing_core::span::{Attributes, Id, Record};

use super::EnvFilter;
use crate::layer::Context;

impl EnvFilter {
    /// Takes note of a new span. To be called by what wraps this filter, as are the four methods below.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{EnvFilter, Layer, layer::Context, prelude::*};
    ///
    /// /// Wraps a filter, and tells it what it is told.
    /// struct Wrapper(EnvFilter);
    ///
    /// impl<S: Subscriber> Layer<S> for Wrapper {
    ///     fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
    ///         self.0.on_new_span(attrs, id, ctx);
    ///     }
    ///     // And so on with the other methods.
    /// #   fn on_enter(&self, id: &Id, ctx: Context<'_, S>) { self.0.on_enter(id, ctx); }
    /// #   fn on_exit(&self, id: &Id, ctx: Context<'_, S>) { self.0.on_exit(id, ctx); }
    /// #   fn on_close(&self, id: Id, ctx: Context<'_, S>) { self.0.on_close(id, ctx); }
    /// #   fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) { self.0.on_record(id, values, ctx); }
    /// #   fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool { self.0.enabled(metadata, ctx) }
    /// #   fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
    /// #       Layer::<S>::register_callsite(&self.0, metadata)
    /// #   }
    /// }
    ///
    /// let filter = Wrapper(EnvFilter::new("[job]=debug"));
    /// let _guard = tracing_subscriber::registry().with(filter).set_default();
    /// let job = tracing::info_span!("job");
    /// assert!(job.in_scope(|| tracing::enabled!(tracing::Level::DEBUG)));
    /// ```
    pub fn on_new_span<S>(&self, attrs: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if let Some(dynamics) = self.rules().dynamics() {
            dynamics.on_new_span(attrs, id, &self.rules().statics);
        }
    }

    /// Takes note that a span is entered.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{EnvFilter, Layer, layer::Context, prelude::*};
    ///
    /// /// Wraps a filter, and tells it what it is told.
    /// struct Wrapper(EnvFilter);
    ///
    /// impl<S: Subscriber> Layer<S> for Wrapper {
    ///     fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
    ///         self.0.on_enter(id, ctx);
    ///     }
    ///     // And so on with the other methods.
    /// #   fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) { self.0.on_new_span(attrs, id, ctx); }
    /// #   fn on_exit(&self, id: &Id, ctx: Context<'_, S>) { self.0.on_exit(id, ctx); }
    /// #   fn on_close(&self, id: Id, ctx: Context<'_, S>) { self.0.on_close(id, ctx); }
    /// #   fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) { self.0.on_record(id, values, ctx); }
    /// #   fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool { self.0.enabled(metadata, ctx) }
    /// #   fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
    /// #       Layer::<S>::register_callsite(&self.0, metadata)
    /// #   }
    /// }
    ///
    /// let filter = Wrapper(EnvFilter::new("[job]=debug"));
    /// let _guard = tracing_subscriber::registry().with(filter).set_default();
    /// let job = tracing::info_span!("job");
    /// assert!(!tracing::enabled!(tracing::Level::DEBUG));
    /// assert!(job.in_scope(|| tracing::enabled!(tracing::Level::DEBUG)));
    /// ```
    pub fn on_enter<S>(&self, id: &Id, _: Context<'_, S>) {
        if let Some(dynamics) = self.rules().dynamics() {
            dynamics.on_enter(id);
        }
    }

    /// Takes note that a span is exited.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{EnvFilter, Layer, layer::Context, prelude::*};
    ///
    /// /// Wraps a filter, and tells it what it is told.
    /// struct Wrapper(EnvFilter);
    ///
    /// impl<S: Subscriber> Layer<S> for Wrapper {
    ///     fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
    ///         self.0.on_exit(id, ctx);
    ///     }
    ///     // And so on with the other methods.
    /// #   fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) { self.0.on_new_span(attrs, id, ctx); }
    /// #   fn on_enter(&self, id: &Id, ctx: Context<'_, S>) { self.0.on_enter(id, ctx); }
    /// #   fn on_close(&self, id: Id, ctx: Context<'_, S>) { self.0.on_close(id, ctx); }
    /// #   fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) { self.0.on_record(id, values, ctx); }
    /// #   fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool { self.0.enabled(metadata, ctx) }
    /// #   fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
    /// #       Layer::<S>::register_callsite(&self.0, metadata)
    /// #   }
    /// }
    ///
    /// let filter = Wrapper(EnvFilter::new("[job]=debug"));
    /// let _guard = tracing_subscriber::registry().with(filter).set_default();
    /// let job = tracing::info_span!("job").entered();
    /// assert!(tracing::enabled!(tracing::Level::DEBUG));
    /// drop(job);
    /// assert!(!tracing::enabled!(tracing::Level::DEBUG));
    /// ```
    pub fn on_exit<S>(&self, id: &Id, _: Context<'_, S>) {
        if let Some(dynamics) = self.rules().dynamics() {
            dynamics.on_exit(id);
        }
    }

    /// Takes note that a span is closed.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{EnvFilter, Layer, layer::Context, prelude::*};
    ///
    /// /// Wraps a filter, and tells it what it is told.
    /// struct Wrapper(EnvFilter);
    ///
    /// impl<S: Subscriber> Layer<S> for Wrapper {
    ///     fn on_close(&self, id: Id, ctx: Context<'_, S>) {
    ///         self.0.on_close(id, ctx);
    ///     }
    ///     // And so on with the other methods.
    /// #   fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) { self.0.on_new_span(attrs, id, ctx); }
    /// #   fn on_enter(&self, id: &Id, ctx: Context<'_, S>) { self.0.on_enter(id, ctx); }
    /// #   fn on_exit(&self, id: &Id, ctx: Context<'_, S>) { self.0.on_exit(id, ctx); }
    /// #   fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) { self.0.on_record(id, values, ctx); }
    /// #   fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool { self.0.enabled(metadata, ctx) }
    /// #   fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
    /// #       Layer::<S>::register_callsite(&self.0, metadata)
    /// #   }
    /// }
    ///
    /// let filter = Wrapper(EnvFilter::new("[job]=debug"));
    /// let _guard = tracing_subscriber::registry().with(filter).set_default();
    /// let job = tracing::info_span!("job");
    /// assert!(job.in_scope(|| tracing::enabled!(tracing::Level::DEBUG)));
    /// drop(job); // what was kept for it goes
    /// ```
    pub fn on_close<S>(&self, id: Id, _: Context<'_, S>) {
        if let Some(dynamics) = self.rules().dynamics() {
            dynamics.on_close(&id);
        }
    }

    /// Takes note of values that are recorded in a span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{EnvFilter, Layer, layer::Context, prelude::*};
    ///
    /// /// Wraps a filter, and tells it what it is told.
    /// struct Wrapper(EnvFilter);
    ///
    /// impl<S: Subscriber> Layer<S> for Wrapper {
    ///     fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
    ///         self.0.on_record(id, values, ctx);
    ///     }
    ///     // And so on with the other methods.
    /// #   fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) { self.0.on_new_span(attrs, id, ctx); }
    /// #   fn on_enter(&self, id: &Id, ctx: Context<'_, S>) { self.0.on_enter(id, ctx); }
    /// #   fn on_exit(&self, id: &Id, ctx: Context<'_, S>) { self.0.on_exit(id, ctx); }
    /// #   fn on_close(&self, id: Id, ctx: Context<'_, S>) { self.0.on_close(id, ctx); }
    /// #   fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool { self.0.enabled(metadata, ctx) }
    /// #   fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
    /// #       Layer::<S>::register_callsite(&self.0, metadata)
    /// #   }
    /// }
    ///
    /// let filter = Wrapper(EnvFilter::new("[job{id=7}]=debug"));
    /// let _guard = tracing_subscriber::registry().with(filter).set_default();
    /// let job = tracing::info_span!("job", id = Empty);
    /// job.record("id", 7);
    /// assert!(job.in_scope(|| tracing::enabled!(tracing::Level::DEBUG)));
    /// ```
    pub fn on_record<S>(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        if let Some(dynamics) = self.rules().dynamics() {
            dynamics.on_record(id, values);
        }
    }
}
