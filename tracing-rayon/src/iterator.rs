//! Parallel iterators inside of a span.
//!
//! Where an adapter that pulls its items comes behind it (`zip`, `enumerate`, `chunks`), what puts results together
//! (`reduce`, `sum`) runs inside of no span; so let this one be the last adapter of a chain.
//!
//! Rayon splits the items into pieces, each of which one thread goes through at once. The context is entered for a
//! piece, not for an item, and holds for all that happens to its items, before and after the adapter in the chain.

use rayon::iter::{
    IndexedParallelIterator, ParallelIterator,
    plumbing::{Consumer, Folder, Producer, ProducerCallback, Reducer, UnindexedConsumer},
};
use tracing::{
    Span,
    context::{Context, InContext},
};

use crate::jobs::waiting;

/// Puts parallel iterators inside of spans.
///
/// ```
/// use rayon::prelude::*;
/// use tracing::{info, info_span};
/// use tracing_rayon::ParallelIteratorExt;
///
/// # test_support::check(|| {
/// [7].par_iter().in_span(info_span!("load")).for_each(|n| info!(n, "inside of the load"));
/// # }, "load\n  INFO inside of the load n=7");
/// ```
pub trait ParallelIteratorExt: ParallelIterator {
    /// Lets all that happens to the items happen inside of the span that this thread is in now.
    ///
    /// Where [`tracing::Instrument`] is in scope too, which has a method of this name for all types, say
    /// [`in_context(Context::current())`](Self::in_context).
    ///
    /// ```
    /// use rayon::prelude::*;
    /// use tracing::{info, info_span};
    /// use tracing_rayon::prelude::*;
    ///
    /// # test_support::check(|| {
    /// let _load = info_span!("load").entered();
    /// [7].par_iter().in_current_span().for_each(|n| info!(n, "inside of the load"));
    /// # }, "load\n  INFO inside of the load n=7");
    /// ```
    fn in_current_span(self) -> InSpan<Self> {
        InSpan { base: self, context: Context::current() }
    }

    /// Lets all that happens to the items happen inside of `span`.
    ///
    /// ```
    /// use rayon::prelude::*;
    /// use tracing::{info, info_span};
    /// use tracing_rayon::prelude::*;
    ///
    /// # test_support::check(|| {
    /// [7].par_iter().in_span(info_span!("load")).for_each(|n| info!(n, "inside of the load"));
    /// # }, "load\n  INFO inside of the load n=7");
    /// ```
    fn in_span(self, span: Span) -> InSpan<Self> {
        InSpan { base: self, context: Context::of(span) }
    }

    /// Lets all that happens to the items happen in a context.
    ///
    /// ```
    /// use rayon::prelude::*;
    /// use tracing::{Instrument, context::Context, info, info_span};
    /// use tracing_rayon::prelude::*;
    ///
    /// # test_support::check(|| {
    /// let _load = info_span!("load").entered();
    /// [7].par_iter().in_context(Context::current()).for_each(|n| info!(n, "inside of the load"));
    /// # }, "load\n  INFO inside of the load n=7");
    /// ```
    fn in_context(self, context: Context) -> InSpan<Self> {
        InSpan { base: self, context }
    }
}

impl<I: ParallelIterator> ParallelIteratorExt for I {}

/// A parallel iterator inside of a span; made by [`ParallelIteratorExt`].
///
/// ```
/// use rayon::prelude::*;
/// use tracing::info_span;
/// use tracing_rayon::{InSpan, ParallelIteratorExt};
///
/// let numbers: InSpan<_> = vec![1, 2, 3].into_par_iter().in_span(info_span!("sum"));
/// assert_eq!(numbers.sum::<i32>(), 6);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a parallel iterator does nothing unless it is consumed"]
pub struct InSpan<I> {
    base: I,
    context: Context,
}

impl<I: ParallelIterator> ParallelIterator for InSpan<I> {
    type Item = I::Item;

    fn drive_unindexed<C: UnindexedConsumer<I::Item>>(self, consumer: C) -> C::Result {
        let InSpan { base, context } = self;
        waiting(|| base.drive_unindexed(InSpanConsumer { base: consumer, context: &context }))
    }

    fn opt_len(&self) -> Option<usize> {
        self.base.opt_len()
    }
}

impl<I: IndexedParallelIterator> IndexedParallelIterator for InSpan<I> {
    fn len(&self) -> usize {
        self.base.len()
    }

    fn drive<C: Consumer<I::Item>>(self, consumer: C) -> C::Result {
        let InSpan { base, context } = self;
        waiting(|| base.drive(InSpanConsumer { base: consumer, context: &context }))
    }

    fn with_producer<CB: ProducerCallback<I::Item>>(self, callback: CB) -> CB::Output {
        let InSpan { base, context } = self;
        waiting(|| base.with_producer(Callback { base: callback, context: &context }))
    }
}

/// What takes the items, in the context.
struct InSpanConsumer<'c, C> {
    base: C,
    context: &'c Context,
}

impl<'c, T, C: Consumer<T>> Consumer<T> for InSpanConsumer<'c, C> {
    type Folder = InSpanFolder<C::Folder>;
    type Reducer = InSpanReducer<'c, C::Reducer>;
    type Result = C::Result;

    fn split_at(self, index: usize) -> (Self, Self, Self::Reducer) {
        let context = self.context;
        let (left, right, reducer) = self.base.split_at(index);
        (
            InSpanConsumer { base: left, context },
            InSpanConsumer { base: right, context },
            InSpanReducer { base: reducer, context },
        )
    }

    fn into_folder(self) -> Self::Folder {
        let inside = self.context.enter();
        InSpanFolder { base: self.base.into_folder(), _inside: inside }
    }

    fn full(&self) -> bool {
        self.base.full()
    }
}

impl<T, C: UnindexedConsumer<T>> UnindexedConsumer<T> for InSpanConsumer<'_, C> {
    fn split_off_left(&self) -> Self {
        InSpanConsumer { base: self.base.split_off_left(), context: self.context }
    }

    fn to_reducer(&self) -> Self::Reducer {
        InSpanReducer { base: self.base.to_reducer(), context: self.context }
    }
}

/// Takes the items of one piece. A folder stays on its thread.
struct InSpanFolder<F> {
    base: F,
    _inside: InContext,
}

impl<T, F: Folder<T>> Folder<T> for InSpanFolder<F> {
    type Result = F::Result;

    fn consume(self, item: T) -> Self {
        InSpanFolder { base: self.base.consume(item), ..self }
    }

    fn consume_iter<I: IntoIterator<Item = T>>(self, items: I) -> Self {
        InSpanFolder { base: self.base.consume_iter(items), ..self }
    }

    fn complete(self) -> F::Result {
        self.base.complete()
    }

    fn full(&self) -> bool {
        self.base.full()
    }
}

/// Puts the results of two pieces together, in the context.
struct InSpanReducer<'c, R> {
    base: R,
    context: &'c Context,
}

impl<T, R: Reducer<T>> Reducer<T> for InSpanReducer<'_, R> {
    fn reduce(self, left: T, right: T) -> T {
        let InSpanReducer { base, context } = self;
        context.run(|| base.reduce(left, right))
    }
}

/// Takes the producer of adapters that pull items, such as `zip` and `enumerate`.
struct Callback<'c, CB> {
    base: CB,
    context: &'c Context,
}

impl<T, CB: ProducerCallback<T>> ProducerCallback<T> for Callback<'_, CB> {
    type Output = CB::Output;

    fn callback<P: Producer<Item = T>>(self, producer: P) -> CB::Output {
        self.base.callback(InSpanProducer { base: producer, context: self.context })
    }
}

struct InSpanProducer<'c, P> {
    base: P,
    context: &'c Context,
}

impl<P: Producer> Producer for InSpanProducer<'_, P> {
    type Item = P::Item;
    type IntoIter = InSpanIter<P::IntoIter>;

    fn into_iter(self) -> Self::IntoIter {
        let inside = self.context.enter();
        InSpanIter { base: self.base.into_iter(), _inside: inside }
    }

    fn min_len(&self) -> usize {
        self.base.min_len()
    }

    fn max_len(&self) -> usize {
        self.base.max_len()
    }

    fn split_at(self, index: usize) -> (Self, Self) {
        let context = self.context;
        let (left, right) = self.base.split_at(index);
        (InSpanProducer { base: left, context }, InSpanProducer { base: right, context })
    }

    fn fold_with<F: Folder<P::Item>>(self, folder: F) -> F {
        let InSpanProducer { base, context } = self;
        context.run(|| base.fold_with(folder))
    }
}

/// The items of one piece, which one thread goes through.
struct InSpanIter<I> {
    base: I,
    // After the items: those that are left are dropped inside of the span.
    _inside: InContext,
}

impl<I: Iterator> Iterator for InSpanIter<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.base.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.base.size_hint()
    }
}

impl<I: DoubleEndedIterator> DoubleEndedIterator for InSpanIter<I> {
    fn next_back(&mut self) -> Option<I::Item> {
        self.base.next_back()
    }
}

impl<I: ExactSizeIterator> ExactSizeIterator for InSpanIter<I> {}
