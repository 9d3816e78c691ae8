//! Which moments in a span's life become events.

use core::{fmt, ops};

use crate::layer::Attention;

/// Moments in the life of spans that are written as events; they are put together by `|`.
///
/// ```
/// use tracing_subscriber::fmt::format::FmtSpan;
///
/// let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::NEW | FmtSpan::CLOSE);
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info_span!(target: "app", "job").in_scope(|| ());
/// assert_eq!(lines.text(), " INFO job: app: new\n INFO job: app: close\n");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FmtSpan(u8);

impl FmtSpan {
    /// When a span is made.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::fmt::format::FmtSpan;
    ///
    /// # let lines = Lines::default();
    /// let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::NEW);
    /// # let subscriber = subscriber.with_writer(lines.writer()).without_time().with_target(false).with_ansi(false);
    /// # let _default = set_default(&subscriber.finish().into());
    /// tracing::info_span!("job", id = 7).in_scope(|| ());
    /// assert_eq!(lines.text(), " INFO job{id=7}: new\n");
    /// ```
    pub const NEW: FmtSpan = FmtSpan(1);
    /// When a span is entered.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::fmt::format::FmtSpan;
    ///
    /// # let lines = Lines::default();
    /// let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::ENTER);
    /// # let subscriber = subscriber.with_writer(lines.writer()).without_time().with_target(false).with_ansi(false);
    /// # let _default = set_default(&subscriber.finish().into());
    /// tracing::info_span!("job").in_scope(|| ());
    /// assert_eq!(lines.text(), " INFO job: enter\n");
    /// ```
    pub const ENTER: FmtSpan = FmtSpan(1 << 1);
    /// When a span is left.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::fmt::format::FmtSpan;
    ///
    /// # let lines = Lines::default();
    /// let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::EXIT);
    /// # let subscriber = subscriber.with_writer(lines.writer()).without_time().with_target(false).with_ansi(false);
    /// # let _default = set_default(&subscriber.finish().into());
    /// tracing::info_span!("job").in_scope(|| ());
    /// assert_eq!(lines.text(), " INFO job: exit\n");
    /// ```
    pub const EXIT: FmtSpan = FmtSpan(1 << 2);
    /// When a span is closed, for good. With a clock, the event says how long the span was entered, and how long not.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::fmt::format::FmtSpan;
    ///
    /// # let lines = Lines::default();
    /// let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::CLOSE);
    /// # let subscriber = subscriber.with_writer(lines.writer()).without_time().with_target(false).with_ansi(false);
    /// # let _default = set_default(&subscriber.finish().into());
    /// tracing::info_span!("job").in_scope(|| ());
    /// assert_eq!(lines.text(), " INFO job: close\n", "there is no clock");
    /// ```
    pub const CLOSE: FmtSpan = FmtSpan(1 << 3);
    /// Never. The default.
    ///
    /// ```
    /// use tracing_subscriber::fmt::format::FmtSpan;
    ///
    /// let mut moments = FmtSpan::NONE;
    /// moments |= FmtSpan::NEW;
    /// assert_eq!(moments, FmtSpan::NEW);
    /// ```
    pub const NONE: FmtSpan = FmtSpan(0);
    /// When a span is entered or left.
    ///
    /// ```
    /// use tracing_subscriber::fmt::format::FmtSpan;
    ///
    /// assert_eq!(FmtSpan::ACTIVE, FmtSpan::ENTER | FmtSpan::EXIT);
    /// ```
    pub const ACTIVE: FmtSpan = FmtSpan(Self::ENTER.0 | Self::EXIT.0);
    /// All of them.
    ///
    /// ```
    /// use tracing_subscriber::fmt::format::FmtSpan;
    ///
    /// assert_eq!(FmtSpan::FULL, FmtSpan::NEW | FmtSpan::ACTIVE | FmtSpan::CLOSE);
    /// ```
    pub const FULL: FmtSpan = FmtSpan(Self::NEW.0 | Self::ACTIVE.0 | Self::CLOSE.0);

    #[inline]
    fn has(&self, moment: Self) -> bool {
        self.0 & moment.0 != 0
    }
}

/// The operators, each with its assigning form.
macro_rules! operators {
    ($($op:ident::$method:ident, $op_assign:ident::$method_assign:ident, $token:tt;)*) => {$(
        impl ops::$op for FmtSpan {
            type Output = FmtSpan;

            fn $method(self, other: Self) -> Self {
                FmtSpan(self.0 $token other.0)
            }
        }

        impl ops::$op_assign for FmtSpan {
            fn $method_assign(&mut self, other: Self) {
                *self = FmtSpan(self.0 $token other.0);
            }
        }
    )*};
}

operators! {
    BitAnd::bitand, BitAndAssign::bitand_assign, &;
    BitOr::bitor, BitOrAssign::bitor_assign, |;
    BitXor::bitxor, BitXorAssign::bitxor_assign, ^;
}

impl fmt::Debug for FmtSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NONE {
            return f.write_str("FmtSpan::NONE");
        }
        let names = [(Self::NEW, "NEW"), (Self::ENTER, "ENTER"), (Self::EXIT, "EXIT"), (Self::CLOSE, "CLOSE")];
        let mut before = "";
        for (_, name) in names.iter().filter(|(moment, _)| self.has(moment.clone())) {
            write!(f, "{before}FmtSpan::{name}")?;
            before = " | ";
        }
        Ok(())
    }
}

/// What a layer does with spans: events, and whether they measure.
#[derive(Clone)]
pub(crate) struct SpanEvents {
    pub(crate) kind: FmtSpan,
    /// Whether the event at the close tells times.
    pub(crate) timing: bool,
}

impl SpanEvents {
    #[inline]
    pub(crate) fn at_new(&self) -> bool {
        self.kind.has(FmtSpan::NEW)
    }

    #[inline]
    pub(crate) fn at_enter(&self) -> bool {
        self.kind.has(FmtSpan::ENTER)
    }

    #[inline]
    pub(crate) fn at_exit(&self) -> bool {
        self.kind.has(FmtSpan::EXIT)
    }

    #[inline]
    pub(crate) fn at_close(&self) -> bool {
        self.kind.has(FmtSpan::CLOSE)
    }

    /// Whether time is taken for the event at the close.
    #[inline]
    pub(crate) fn measures(&self) -> bool {
        self.timing && self.at_close()
    }

    /// The moments of which something is made.
    #[inline]
    pub(crate) fn attention(&self) -> Attention {
        let measures = self.measures();
        Attention::new(measures || self.at_enter(), measures || self.at_exit(), self.at_close())
    }
}

impl Default for SpanEvents {
    fn default() -> Self {
        Self { kind: FmtSpan::NONE, timing: true }
    }
}

impl fmt::Debug for SpanEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_shown_by_their_members() {
        assert_eq!(format!("{:?}", FmtSpan::NONE), "FmtSpan::NONE");
        assert_eq!(format!("{:?}", FmtSpan::CLOSE | FmtSpan::NEW), "FmtSpan::NEW | FmtSpan::CLOSE");
        assert_eq!(FmtSpan::FULL, FmtSpan::NEW | FmtSpan::ENTER | FmtSpan::EXIT | FmtSpan::CLOSE);
        assert_eq!(FmtSpan::FULL & FmtSpan::ACTIVE, FmtSpan::ACTIVE);
        assert_eq!(FmtSpan::FULL ^ FmtSpan::ACTIVE, FmtSpan::NEW | FmtSpan::CLOSE);
    }
}
