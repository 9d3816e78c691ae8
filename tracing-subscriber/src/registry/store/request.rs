//! Values that a layer would attach to each span and that hardly anybody reads: made when they are asked for. Called by
//! [`Extensions`](super::Extensions) for a value that is not attached; calls the layer, through the stack that it is in.
#![expect(unsafe_code, reason = "a layer is found in its stack as by downcasting")]

use core::any::{Any, TypeId};
use core::cell::OnceCell;

use super::Values;

/// How a layer makes the value of type `T` of a span. The layer hands it out as if it were downcast to it.
pub(crate) struct Maker<T> {
    pub(crate) make: fn(&dyn Source) -> Option<T>,
}

/// A span, and the stack of layers inside of the layer that asks: those outside have not been told of a new span yet.
pub(crate) trait Source {
    /// A part of the stack, innermost first.
    fn part(&self, id: TypeId) -> Option<*const ()>;

    /// The values of the span.
    #[cfg_attr(not(feature = "fmt"), expect(dead_code, reason = "the only values that are made are texts of `fmt`"))]
    fn values(&self) -> Values<'_>;
}

impl dyn Source + '_ {
    /// A part of the stack.
    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        let part = self.part(TypeId::of::<T>())?;
        // SAFETY: a layer answers with a pointer to a `T` that it has in it, or that is a constant, as for `downcast_raw`;
        // the stack is borrowed for as long as `self`.
        Some(unsafe { &*part.cast::<T>() })
    }
}

/// What was made for one asker, who holds references to it.
#[derive(Default)]
pub(crate) struct Made(OnceCell<Box<(Box<dyn Any>, Made)>>);

impl Made {
    /// The value of that type; made, unless it was.
    #[cold]
    pub(crate) fn get<T: 'static>(&self, source: &dyn Source) -> Option<&T> {
        let mut made = self;
        loop {
            let Some(here) = made.0.get() else {
                let value = (source.get::<Maker<T>>()?.make)(source)?;
                // It may be set by now: making a value shows others.
                let _ = made.0.set(Box::new((Box::new(value), Made::default())));
                return made.0.get()?.0.downcast_ref();
            };
            if let Some(value) = here.0.downcast_ref() {
                return Some(value);
            }
            made = &here.1;
        }
    }
}
