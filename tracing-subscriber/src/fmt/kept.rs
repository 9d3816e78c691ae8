//! The texts of spans' fields that are kept in the spans' extensions, for formats and fields that are not of this crate.
//! Called by the layer; read by [`Extensions::get`](crate::registry::Extensions::get).
//!
//! There is one text per type of field format, whichever layers use it, and it has no colours. A layer with colours keeps
//! one with colours beside it, which is found in place of the other while the format of such a layer runs. So the colours
//! of one output come into no other, nor into the span trace of an error.

use core::cell::Cell;

use tracing_core::span::{Attributes, Record};

use super::{
    FormatFields, FormattedFields,
    escape::{Escaping, push_without_colours},
    fields::push_values,
    text::Text,
};
use crate::{
    field::Known,
    registry::{LookupSpan, SpanRef},
    report::report,
};

thread_local! {
    static COLOURS: Cell<bool> = const { Cell::new(false) };
}

/// The text with colours, beside the one without.
pub(crate) struct Coloured<T>(pub(crate) T);

/// Whether this thread runs the format of a layer with colours.
#[inline]
pub(crate) fn wants_colours() -> bool {
    COLOURS.try_with(Cell::get).unwrap_or(false)
}

/// Says that this thread runs the format of a layer, with colours or without, until it is dropped.
pub(crate) struct Formatting {
    before: bool,
}

impl Formatting {
    #[inline]
    pub(crate) fn begin(ansi: bool) -> Self {
        Self { before: COLOURS.try_with(|colours| colours.replace(ansi)).unwrap_or(false) }
    }
}

impl Drop for Formatting {
    #[inline]
    fn drop(&mut self) {
        let _ = COLOURS.try_with(|colours| colours.set(self.before));
    }
}

/// A layer, as far as it keeps texts.
pub(crate) struct Keeper<'a, N> {
    pub(crate) fmt_fields: &'a N,
    pub(crate) ansi: bool,
    pub(crate) escaping: Escaping,
    /// The number of the layer.
    pub(crate) number: usize,
}

impl<N: for<'writer> FormatFields<'writer> + 'static> Keeper<'_, N> {
    /// Puts the text of a new span's fields into its extensions, unless it is there.
    pub(crate) fn keep<'a, R: LookupSpan<'a>>(&self, span: &SpanRef<'a, R>, attributes: &Attributes<'_>) {
        // A text of a layer that escapes is good for all; one of a layer that does not, only for others like it.
        let careful = |there: &FormattedFields<N>| there.escaping != Escaping::Raw || self.escaping == Escaping::Raw;
        let (has_plain, has_coloured) = {
            let extensions = span.extensions();
            let plain = extensions.attached::<FormattedFields<N>>();
            let coloured = extensions.attached::<Coloured<FormattedFields<N>>>();
            let is_own = plain.is_some_and(|plain| self.ansi || !plain.bleached);
            (is_own && plain.is_some_and(careful), coloured.is_some_and(|coloured| careful(&coloured.0)))
        };
        if has_plain && (has_coloured || !self.ansi) {
            return;
        }
        let mut fields = self.empty();
        fields.ansi = self.ansi;
        if self.fmt_fields.format_fields(fields.as_writer(), attributes).is_err() {
            return failed(span.name());
        }
        let mut extensions = span.extensions_mut();
        if !self.ansi {
            extensions.replace(fields);
            return;
        }
        if !has_plain {
            let mut plain = self.empty();
            plain.bleached = true;
            push_without_colours(&mut plain.fields, &fields.fields);
            extensions.replace(plain);
        }
        extensions.replace(Coloured(fields));
    }

    fn empty(&self) -> FormattedFields<N> {
        let mut fields = FormattedFields::new(String::new());
        (fields.escaping, fields.keeper) = (self.escaping, self.number);
        fields
    }

    /// Brings the texts that this layer keeps up to date, after something was recorded.
    pub(crate) fn renew<'a, R: LookupSpan<'a>>(&self, span: &SpanRef<'a, R>, record: &Record<'_>) {
        // Out of their places while they are written: showing a value may run code that looks at the span.
        let (plain, coloured) = {
            let mut extensions = span.extensions_mut();
            (extensions.remove::<FormattedFields<N>>(), extensions.remove::<Coloured<FormattedFields<N>>>())
        };
        let coloured = coloured.map(|Coloured(mut fields)| {
            if fields.keeper == self.number {
                self.renew_text(&mut fields, span, record);
            }
            Coloured(fields)
        });
        let plain = plain.map(|mut fields| {
            if fields.keeper == 0 {
                // Somebody put it there who does not keep it up to date.
                fields.keeper = self.number;
            }
            if fields.keeper == self.number {
                self.renew_text(&mut fields, span, record);
            }
            fields
        });
        let mut extensions = span.extensions_mut();
        if let Some(plain) = plain {
            extensions.replace(plain);
        }
        if let Some(coloured) = coloured {
            extensions.replace(coloured);
        }
    }

    fn renew_text<'a, R: LookupSpan<'a>>(
        &self,
        fields: &mut FormattedFields<N>,
        span: &SpanRef<'a, R>,
        record: &Record<'_>,
    ) {
        let values = span.values();
        let written = match self.fmt_fields.known() {
            Some(known) if values.is_kept() => {
                fields.fields.clear();
                let (ansi, escaping) = (fields.ansi, fields.escaping);
                let known = if ansi { known } else { known.without_colours() };
                let mut text = Text { out: &mut fields.fields, ansi, escaping, breaks: false };
                push_values(&mut text, known, &values)
            }
            _ => {
                drop(values);
                self.fmt_fields.add_fields(fields, record)
            }
        };
        if written.is_err() {
            failed(span.name());
        }
    }

    /// Whether texts of these fields have colours.
    #[inline]
    pub(crate) fn has_colours(ansi: bool, fmt_fields: &N) -> bool {
        match fmt_fields.known() {
            // These may ask for them by themselves.
            Some(Known::Pretty { ansi: own }) => own.unwrap_or(ansi),
            #[cfg(feature = "json")]
            Some(Known::Json) => false,
            _ => ansi,
        }
    }
}

#[cold]
fn failed(span: &str) {
    report(format_args!("the fields of a span could not be formatted: {span}"));
}
