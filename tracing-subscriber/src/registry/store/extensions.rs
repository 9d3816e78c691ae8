//! What layers attach to a span: one value per type. Called by layers through [`SpanRef`](super::SpanRef); emptied by the
//! slot when the span has ended.

use core::any::{Any, TypeId};
use core::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::request::{Made, Maker};
use super::slot::Pinned;
use crate::report::report;
use crate::sync::{Reading, Writing};

/// The values that layers attached to a span, to be read.
///
/// While this lives, [`ExtensionsMut`] of the same span waits.
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// use tracing_subscriber::registry::Extensions;
///
/// let job = tracing::info_span!("job");
/// let span = registry.span(&job.id().unwrap()).unwrap();
/// span.extensions_mut().insert(7_u32);
/// let extensions: Extensions<'_> = span.extensions();
/// assert_eq!((extensions.get::<u32>(), extensions.get::<u64>()), (Some(&7), None));
/// ```
pub struct Extensions<'a> {
    inner: Reading<'a, Erased>,
    /// Who is asked for what is not attached, and of which span.
    makers: &'a [Maker],
    span: &'a Pinned,
    made: Made,
}

impl<'a> Extensions<'a> {
    pub(super) fn new(inner: Reading<'a, Erased>, makers: &'a [Maker], span: &'a Pinned) -> Self {
        Self { inner, makers, span, made: Made::default() }
    }

    /// Gives the value of that type, if one was attached, and not only might be.
    #[cfg(feature = "fmt")]
    pub(crate) fn attached<T: 'static>(&self) -> Option<&T> {
        self.inner.get()
    }

    /// Gives the value of that type, if one was attached.
    ///
    /// ```
    /// # use tracing_subscriber::registry::{LookupSpan, Registry};
    /// # use tracing_core::Subscriber;
    /// struct Label(&'static str);
    ///
    /// fn label<'a>(registry: &'a Registry, id: &tracing_core::span::Id) -> Option<&'static str> {
    ///     registry.span(id)?.extensions().get::<Label>().map(|label| label.0)
    /// }
    /// # assert_eq!(label(&Registry::default(), &tracing_core::span::Id::from_u64(1)), None);
    /// ```
    #[must_use]
    pub fn get<T: 'static>(&self) -> Option<&T> {
        let attached = twin(&self.inner).or_else(|| self.inner.get());
        // Which types can be made is known when this is compiled.
        if attached.is_none() && is_made::<T>() { self.made.get(self.makers, self.span) } else { attached }
    }
}

/// The value that is there in place of the one of that type for the format that this thread runs.
#[inline]
#[cfg_attr(not(feature = "fmt"), expect(unused_variables, reason = "there are no formats"))]
fn twin<T: 'static>(values: &Erased) -> Option<&T> {
    #[cfg(feature = "fmt")]
    if crate::fmt::wants_colours() {
        return values.get().map(|crate::fmt::Coloured(value)| value);
    }
    None
}

/// Whether values of that type are made when they are asked for.
#[inline]
#[cfg_attr(not(feature = "fmt"), expect(clippy::extra_unused_type_parameters, reason = "there are none without `fmt`"))]
fn is_made<T: 'static>() -> bool {
    #[cfg(feature = "fmt")]
    return crate::fmt::is_made::<T>();
    #[cfg(not(feature = "fmt"))]
    false
}

impl fmt::Debug for Extensions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extensions").field("len", &self.inner.len()).finish_non_exhaustive()
    }
}

/// The values that layers attached to a span, to be changed.
///
/// While this lives, other users of the same span's extensions wait; so do not log while you hold it.
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// use tracing_subscriber::registry::ExtensionsMut;
///
/// let job = tracing::info_span!("job");
/// let span = registry.span(&job.id().unwrap()).unwrap();
/// let mut extensions: ExtensionsMut<'_> = span.extensions_mut();
/// extensions.insert(7_u32);
/// *extensions.get_mut::<u32>().unwrap() += 1;
/// assert_eq!(extensions.remove::<u32>(), Some(8));
/// ```
pub struct ExtensionsMut<'a> {
    inner: Writing<'a, Erased>,
}

impl<'a> ExtensionsMut<'a> {
    pub(super) fn new(inner: Writing<'a, Erased>) -> Self {
        Self { inner }
    }

    /// Attaches a value.
    ///
    /// There should be none of that type yet: make a type of your own for what is yours. If there is one, it is replaced,
    /// and the trouble is [reported](crate::report); [`replace`](Self::replace) does so without a word.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// /// A type of the layer's own.
    /// #[derive(Clone, Copy, Debug, PartialEq)]
    /// struct Trace(u128);
    ///
    /// # let job = tracing::info_span!("job");
    /// # let span = registry.span(&job.id().unwrap()).unwrap();
    /// span.extensions_mut().insert(Trace(7));
    /// assert_eq!(span.extensions().get(), Some(&Trace(7)));
    /// ```
    pub fn insert<T: Send + Sync + 'static>(&mut self, value: T) {
        if self.replace(value).is_some() {
            report(format_args!("two layers attach a {} to one span", core::any::type_name::<T>()));
        }
    }

    /// Attaches a value, and gives the one of that type that it replaces.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// # let job = tracing::info_span!("job");
    /// # let span = registry.span(&job.id().unwrap()).unwrap();
    /// assert_eq!(span.extensions_mut().replace("first"), None);
    /// assert_eq!(span.extensions_mut().replace("second"), Some("first"));
    /// ```
    pub fn replace<T: Send + Sync + 'static>(&mut self, value: T) -> Option<T> {
        self.inner.replace(value)
    }

    /// Gives the value of that type to be changed, if one was attached.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// # let job = tracing::info_span!("job");
    /// # let span = registry.span(&job.id().unwrap()).unwrap();
    /// span.extensions_mut().insert(Vec::<u8>::new());
    /// span.extensions_mut().get_mut::<Vec<u8>>().unwrap().push(7);
    /// assert_eq!(span.extensions().get::<Vec<u8>>().unwrap(), &[7]);
    /// ```
    pub fn get_mut<T: 'static>(&mut self) -> Option<&mut T> {
        self.inner.get_mut()
    }

    /// Takes the value of that type away, if one was attached.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// # let job = tracing::info_span!("job");
    /// # let span = registry.span(&job.id().unwrap()).unwrap();
    /// span.extensions_mut().insert(String::from("mine"));
    /// assert_eq!(span.extensions_mut().remove::<String>().unwrap(), "mine");
    /// assert!(span.extensions().get::<String>().is_none());
    /// ```
    pub fn remove<T: Send + Sync + 'static>(&mut self) -> Option<T> {
        self.inner.place_mut::<T>()?.take()
    }
}

impl fmt::Debug for ExtensionsMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExtensionsMut").field("len", &self.inner.len()).finish_non_exhaustive()
    }
}

/// One place per type. The boxes outlive the spans, so that the next span of the slot finds them allocated.
pub(crate) struct Erased {
    places: Vec<(TypeId, Box<dyn Place>)>,
}

/// As many boxes as this are kept from span to span.
const PLACES_KEPT: usize = 8;
/// Larger values are not kept room for.
const BYTES_KEPT: usize = 512;

impl Erased {
    pub(crate) const fn new() -> Self {
        Self { places: Vec::new() }
    }

    /// Whether there are no values and no boxes for them.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn len(&self) -> usize {
        self.places.iter().filter(|(_, place)| !place.is_vacant()).count()
    }

    fn get<T: 'static>(&self) -> Option<&T> {
        let place = self.places.iter().find(|(id, _)| *id == TypeId::of::<T>())?;
        place.1.as_any().downcast_ref::<Option<T>>()?.as_ref()
    }

    fn get_mut<T: 'static>(&mut self) -> Option<&mut T> {
        self.place_mut::<T>()?.as_mut()
    }

    fn place_mut<T: 'static>(&mut self) -> Option<&mut Option<T>> {
        let place = self.places.iter_mut().find(|(id, _)| *id == TypeId::of::<T>())?;
        place.1.as_any_mut().downcast_mut()
    }

    fn replace<T: Send + Sync + 'static>(&mut self, value: T) -> Option<T> {
        if let Some(place) = self.place_mut() {
            return place.replace(value);
        }
        self.places.push((TypeId::of::<T>(), Box::new(Some(value))));
        None
    }

    /// Gives back the boxes, which are empty.
    pub(crate) fn trim(&mut self) {
        self.places = Vec::new();
    }

    /// Drops the values, in the order in which their types first came. If destructors panic, the first panic goes on when all
    /// have run.
    pub(crate) fn clear(&mut self) {
        let mut first_panic = None;
        let mut is_kept = self.places.len() <= PLACES_KEPT;
        for (_, place) in &mut self.places {
            is_kept &= place.size() <= BYTES_KEPT;
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| place.vacate())) {
                first_panic.get_or_insert(panic);
            }
        }
        if !is_kept {
            self.places = Vec::new();
        }
        if let Some(panic) = first_panic {
            resume_unwind(panic);
        }
    }
}

/// An `Option<T>` of any `T`.
trait Place: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
    fn vacate(&mut self);
    fn is_vacant(&self) -> bool;
    fn size(&self) -> usize;
}

impl<T: Send + Sync + 'static> Place for Option<T> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn vacate(&mut self) {
        *self = None;
    }

    fn is_vacant(&self) -> bool {
        self.is_none()
    }

    fn size(&self) -> usize {
        size_of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_per_type() {
        let mut erased = Erased::new();
        assert_eq!(erased.replace(1_u8), None);
        assert_eq!(erased.replace("text"), None);
        assert_eq!(erased.replace(2_u8), Some(1));
        assert_eq!((erased.get::<u8>(), erased.get::<&str>(), erased.get::<u16>()), (Some(&2), Some(&"text"), None));
        assert_eq!(erased.len(), 2);
    }

    #[test]
    fn the_next_span_finds_no_values_but_room() {
        let mut erased = Erased::new();
        erased.replace(1_u64);
        let room = erased.places[0].1.as_any() as *const dyn Any as *const ();
        erased.clear();
        assert_eq!((erased.get::<u64>(), erased.len()), (None, 0));
        erased.replace(2_u64);
        assert_eq!(erased.places[0].1.as_any() as *const dyn Any as *const (), room);
    }

    #[test]
    fn a_destructor_that_panics_keeps_no_other_from_running() {
        struct Panics;
        impl Drop for Panics {
            fn drop(&mut self) {
                panic!("dropped");
            }
        }
        struct Counted(std::sync::Arc<()>);
        let count = std::sync::Arc::new(());
        let mut erased = Erased::new();
        erased.replace(Panics);
        erased.replace(Counted(count.clone()));
        assert!(erased.get::<Counted>().is_some_and(|counted| std::sync::Arc::strong_count(&counted.0) == 2));
        assert!(catch_unwind(AssertUnwindSafe(|| erased.clear())).is_err());
        assert_eq!((erased.len(), std::sync::Arc::strong_count(&count)), (0, 1));
    }

    #[test]
    fn room_for_large_values_is_given_back() {
        let mut erased = Erased::new();
        erased.replace([0_u8; 4096]);
        erased.clear();
        assert!(erased.is_empty());
    }
}
