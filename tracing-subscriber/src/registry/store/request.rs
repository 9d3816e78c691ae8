//! Values that a layer would attach to each span and that hardly anybody reads: made when they are asked for. Offered by
//! layers to the registry while the stack is put together; called by [`Extensions`](super::Extensions) for a value that is not
//! attached.

use core::any::{Any, TypeId};
use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::OnceLock;

use super::Values;
use super::slot::Pinned;

/// How the value of one type is made of a span's values.
pub struct Maker {
    id: TypeId,
    make: Box<Make>,
}

type Make = dyn Fn(&Values<'_>) -> Option<Attached> + Send + Sync + UnwindSafe + RefUnwindSafe;

type Attached = Box<dyn Any + Send + Sync>;

impl Maker {
    /// The maker of the values of type `T`.
    #[cfg(feature = "fmt")]
    pub(crate) fn new<T: Send + Sync + 'static>(
        make: impl Fn(&Values<'_>) -> Option<T> + Send + Sync + UnwindSafe + RefUnwindSafe + 'static,
    ) -> Self {
        Self { id: TypeId::of::<T>(), make: Box::new(move |values| Some(Box::new(make(values)?))) }
    }

    /// Tells whether the values that this makes are of that type.
    pub(super) fn is_of(&self, id: TypeId) -> bool {
        self.id == id
    }
}

impl fmt::Debug for Maker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Maker").field(&self.id).finish()
    }
}

/// What was made for those who hold one guard, as long as they do: they have references to it.
#[derive(Default)]
pub(super) struct Made(OnceLock<Box<(Attached, Made)>>);

impl Made {
    /// The value of that type; made, unless it was.
    #[cold]
    pub(super) fn get<T: 'static>(&self, makers: &[Maker], span: &Pinned) -> Option<&T> {
        let maker = makers.iter().find(|maker| maker.is_of(TypeId::of::<T>()))?;
        let mut made = self;
        loop {
            if let Some((value, others)) = made.0.get().map(|here| &**here) {
                if let Some(value) = value.downcast_ref() {
                    return Some(value);
                }
                made = others;
            } else {
                let value = (maker.make)(&span.values())?;
                // Another thread may have been faster, with the same value or another's: it is looked at again.
                let _ = made.0.set(Box::new((value, Made::default())));
            }
        }
    }
}
