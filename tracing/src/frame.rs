//! What a thread is inside of while work runs in another context, and what it goes back to. Called by `context.rs`;
//! calls subscribers.

use alloc::vec::Vec;
use core::{cell::RefCell, fmt, marker::PhantomData, mem::ManuallyDrop};

use tracing_core::{
    Dispatch,
    dispatcher::{self, DefaultGuard},
    span::Id,
};

use crate::{Span, held};

/// One context that the thread was put in, and what it goes back to when this is dropped.
pub(crate) struct Frame {
    /// The guard is dropped; the frame waits for those above it.
    is_left: bool,
    subscriber: Dispatch,
    entered: Option<Id>,
    before: Before,
    /// What the thread was inside of of the subscribers that the work may come back to.
    others: Vec<(Dispatch, Before)>,
    _default: Option<DefaultGuard>,
}

/// The spans of a subscriber that the thread was inside of, the innermost first. Of the usual few it allocates nothing.
#[derive(Default)]
struct Before {
    few: [Option<Id>; 4],
    more: Vec<Id>,
}

/// A subscriber may claim to be inside of a span whatever is exited; it is believed so often.
const MOST_EXITED: usize = 1024;

impl Frame {
    pub(crate) fn enter(subscriber: &Dispatch, span: &Span) -> Self {
        // What is already the thread's default need not be set: that would allocate.
        let other = dispatcher::get_default(|current| (!current.ptr_eq(subscriber)).then(|| current.clone()));
        let default = other.is_some().then(|| dispatcher::set_default(subscriber));
        // Made first: what it notes from here on is undone also if the subscriber panics.
        let mut frame = Frame {
            is_left: false,
            subscriber: subscriber.clone(),
            entered: None,
            before: Before::default(),
            others: Vec::new(),
            _default: default,
        };
        frame.before.leave(subscriber);
        if let Some(other) = other {
            frame.leave(&other);
        }
        // The work may set the thread's subscriber as it likes; of those that it may set, these are what there is to know.
        frame.leave(dispatcher::private_global());
        if let Some(id) = span.id() {
            subscriber.enter(&id);
            frame.entered = Some(id);
        }
        frame
    }

    /// Exits the spans of another subscriber.
    fn leave(&mut self, other: &Dispatch) {
        if !other.ptr_eq(&self.subscriber) && other.current_span().id().is_some() {
            self.others.push((other.clone(), Before::default()));
            if let Some((other, before)) = self.others.last_mut() {
                before.leave(other);
            }
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Some(id) = &self.entered {
            self.subscriber.exit(id);
        }
        self.before.go_back(&self.subscriber);
        for (other, before) in &self.others {
            before.go_back(other);
        }
    }
}

impl Before {
    /// Exits the spans that the thread is inside of.
    fn leave(&mut self, subscriber: &Dispatch) {
        for at in 0..MOST_EXITED {
            let Some((id, _)) = subscriber.current_span().into_inner() else { break };
            subscriber.exit(&id);
            match self.few.get_mut(at) {
                Some(place) => *place = Some(id),
                None => self.more.push(id),
            }
        }
    }

    /// Enters them again.
    fn go_back(&self, subscriber: &Dispatch) {
        let outermost_first = self.more.iter().rev().chain(self.few.iter().rev().flatten());
        // The work may have dropped what kept the thread inside.
        outermost_first.filter(|id| !held::is_gone(id)).for_each(|id| subscriber.enter(id));
    }
}

std::thread_local! {
    /// The contexts that the thread was put in, the latest last. Without a destructor, so that it can be used while the
    /// thread ends; it allocates nothing while it is empty.
    static FRAMES: ManuallyDrop<RefCell<Vec<Frame>>> = const { ManuallyDrop::new(RefCell::new(Vec::new())) };
}

/// Keeps the thread in a context; see [`Context::enter`](crate::context::Context::enter).
#[doc(hidden)]
pub struct InContext {
    /// The place of the frame in the thread's list, from 1.
    depth: usize,
    _not_send: PhantomData<*const ()>,
}

impl InContext {
    pub(crate) fn of(frame: Frame) -> Self {
        let depth = FRAMES.with(|frames| {
            let mut frames = frames.borrow_mut();
            frames.push(frame);
            frames.len()
        });
        InContext { depth, _not_send: PhantomData }
    }
}

impl Drop for InContext {
    fn drop(&mut self) {
        FRAMES.with(|frames| {
            if let Some(frame) = frames.borrow_mut().get_mut(self.depth - 1) {
                frame.is_left = true;
            }
            // No borrow is held while a frame is dropped: that calls the subscriber.
            loop {
                let Ok(mut list) = frames.try_borrow_mut() else { return };
                if !list.last().is_some_and(|frame| frame.is_left) {
                    return;
                }
                let frame = list.pop();
                if list.is_empty() {
                    *list = Vec::new();
                }
                drop(list);
                drop(frame);
            }
        });
    }
}

impl fmt::Debug for InContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InContext").field("depth", &self.depth).finish_non_exhaustive()
    }
}
