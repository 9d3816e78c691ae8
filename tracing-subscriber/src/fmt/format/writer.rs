//! What a format writes to: text, and what is known of the place it goes to. Made by the layer for each event.

use core::fmt::{self, Write as _};

use crate::fmt::{buffer, escape::Escaping, style, text::Text};

/// A place for the text of an event or of fields, which knows whether it may hold colours.
///
/// ```
/// use tracing_subscriber::fmt::format::Writer;
///
/// let mut text = String::new();
/// let mut writer = Writer::new(&mut text);
/// write!(writer, "{}", 42)?;
/// assert!(!writer.has_ansi_escapes());
/// assert_eq!(text, "42");
/// # Ok::<(), std::fmt::Error>(())
/// ```
pub struct Writer<'writer> {
    target: Target<'writer>,
    pub(crate) ansi: bool,
    pub(crate) escaping: Escaping,
}

/// Where the text goes. Formats of this crate write to a `String`; for other targets they use one in between.
enum Target<'writer> {
    Text(&'writer mut String),
    Other(&'writer mut dyn fmt::Write),
}

impl<'writer> Writer<'writer> {
    /// Returns a writer to anything that takes text. It has no colours.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::Writer;
    /// let mut text = String::new();
    /// Writer::new(&mut text).write_str("line")?;
    /// assert_eq!(text, "line");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    pub fn new(writer: &'writer mut impl fmt::Write) -> Self {
        Self { target: Target::Other(writer), ansi: false, escaping: Escaping::Safe }
    }

    /// Returns a writer to a string.
    #[inline]
    pub(crate) fn over(text: &'writer mut String, ansi: bool, escaping: Escaping) -> Self {
        Self { target: Target::Text(text), ansi, escaping }
    }

    /// Borrows the writer, so that it can be given away by value and used again.
    ///
    /// ```
    /// use std::fmt;
    /// use tracing_subscriber::fmt::format::Writer;
    ///
    /// fn twice(mut writer: Writer<'_>, write: impl Fn(Writer<'_>) -> fmt::Result) -> fmt::Result {
    ///     write(writer.by_ref())?;
    ///     write(writer)
    /// }
    /// # let mut text = String::new();
    /// # twice(Writer::new(&mut text), |mut writer| writer.write_char('x')).unwrap();
    /// # assert_eq!(text, "xx");
    /// ```
    pub fn by_ref(&mut self) -> Writer<'_> {
        let target = match &mut self.target {
            Target::Text(text) => Target::Text(text),
            Target::Other(writer) => Target::Other(&mut **writer),
        };
        Writer { target, ansi: self.ansi, escaping: self.escaping }
    }

    /// Writes a string.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::Writer;
    /// let mut text = String::new();
    /// Writer::new(&mut text).write_str("line")?;
    /// assert_eq!(text, "line");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the underlying writer fails.
    #[inline]
    pub fn write_str(&mut self, s: &str) -> fmt::Result {
        match &mut self.target {
            Target::Text(text) => {
                text.push_str(s);
                Ok(())
            }
            Target::Other(writer) => writer.write_str(s),
        }
    }

    /// Writes a character.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::Writer;
    /// let mut text = String::new();
    /// Writer::new(&mut text).write_char('§')?;
    /// assert_eq!(text, "§");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the underlying writer fails.
    #[inline]
    pub fn write_char(&mut self, c: char) -> fmt::Result {
        match &mut self.target {
            Target::Text(text) => {
                text.push(c);
                Ok(())
            }
            Target::Other(writer) => writer.write_char(c),
        }
    }

    /// Writes what `write!` asks for.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::Writer;
    /// let mut text = String::new();
    /// write!(Writer::new(&mut text), "{}+{}", 1, 2)?;
    /// assert_eq!(text, "1+2");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the underlying writer fails, or a value does.
    pub fn write_fmt(&mut self, args: fmt::Arguments<'_>) -> fmt::Result {
        match &mut self.target {
            Target::Text(text) => text.write_fmt(args),
            Target::Other(writer) => writer.write_fmt(args),
        }
    }

    /// Tells whether colours may be written.
    ///
    /// A format should ask before it writes any control sequence of its own.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::Writer;
    /// assert!(!Writer::new(&mut String::new()).has_ansi_escapes());
    /// ```
    #[must_use]
    pub fn has_ansi_escapes(&self) -> bool {
        self.ansi
    }

    /// Tells whether control characters in values are made harmless.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::Writer;
    /// assert!(Writer::new(&mut String::new()).sanitizes_ansi_escapes());
    /// ```
    #[must_use]
    pub fn sanitizes_ansi_escapes(&self) -> bool {
        self.escaping != Escaping::Raw
    }

    /// Switches colours on or off, if a format has a will of its own.
    pub(crate) fn with_ansi(self, ansi: Option<bool>) -> Self {
        match ansi {
            Some(ansi) => Self { ansi: style::allowed(ansi), ..self },
            None => self,
        }
    }

    /// The string that this writes to, if it does.
    #[inline]
    pub(crate) fn into_text(self, breaks: bool) -> Result<Text<'writer>, Self> {
        match self.target {
            Target::Text(out) => Ok(Text { out, ansi: self.ansi, escaping: self.escaping, breaks }),
            Target::Other(_) => Err(self),
        }
    }

    /// Writes to a string first, for those who write to nothing else.
    #[cold]
    #[inline(never)]
    pub(crate) fn through(mut self, write: &dyn Fn(Writer<'_>) -> fmt::Result) -> fmt::Result {
        let mut text = buffer::scratch();
        let result = write(Writer::over(&mut text, self.ansi, self.escaping));
        // What there is of it is written, as it would be to a string.
        self.write_str(&text).and(result)
    }

    /// Lets formats of this crate write to a string. Values span lines only if `breaks` says so.
    #[inline]
    pub(crate) fn with_text(&mut self, breaks: bool, write: impl FnOnce(&mut Text<'_>) -> fmt::Result) -> fmt::Result {
        let (ansi, escaping) = (self.ansi, self.escaping);
        let mut between = None;
        let out = match &mut self.target {
            Target::Text(out) => &mut **out,
            Target::Other(_) => &mut **between.insert(buffer::scratch()),
        };
        // In one place, so that it is compiled into its caller.
        let result = write(&mut Text { out, ansi, escaping, breaks });
        match (between, &mut self.target) {
            // What there is of it is written, as it would be to a string.
            (Some(out), Target::Other(writer)) => writer.write_str(&out).and(result),
            _ => result,
        }
    }

    /// Lets `append` write bytes of text; it tells whether it could.
    #[cfg(feature = "time")]
    pub(crate) fn append_bytes(&mut self, append: impl FnOnce(&mut Vec<u8>) -> bool) -> fmt::Result {
        let mut text = core::mem::take(&mut *buffer::scratch()).into_bytes();
        let written = append(&mut text);
        let text = String::from_utf8(text).map_err(|_| fmt::Error)?;
        if !written {
            return Err(fmt::Error);
        }
        self.write_str(&text)
    }

    /// Lets `append` write to a string.
    #[inline]
    pub(crate) fn append(&mut self, append: impl Fn(&mut String)) -> fmt::Result {
        match &mut self.target {
            Target::Text(text) => append(text),
            Target::Other(_) => {
                return self.by_ref().through(&|writer| {
                    if let Target::Text(text) = writer.target {
                        append(text);
                    }
                    Ok(())
                });
            }
        }
        Ok(())
    }
}

impl fmt::Write for Writer<'_> {
    #[inline]
    fn write_str(&mut self, s: &str) -> fmt::Result {
        Writer::write_str(self, s)
    }

    #[inline]
    fn write_char(&mut self, c: char) -> fmt::Result {
        Writer::write_char(self, c)
    }

    fn write_fmt(&mut self, args: fmt::Arguments<'_>) -> fmt::Result {
        Writer::write_fmt(self, args)
    }
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("writer", &format_args!("<&mut dyn fmt::Write>"))
            .field("is_ansi", &self.ansi)
            .field("ansi_sanitization", &self.sanitizes_ansi_escapes())
            .finish()
    }
}
