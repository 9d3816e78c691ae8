//! Combinations of [`MakeWriter`]s and of writers. Made by [`MakeWriterExt`](super::MakeWriterExt).

use core::fmt;
use std::io;

use tracing_core::{Level, Metadata};

use super::{MakeWriter, deliver};

/// One of two writers.
///
/// ```
/// use std::io::Write;
/// use tracing_subscriber::fmt::writer::EitherWriter;
///
/// let mut writer: EitherWriter<Vec<u8>, std::io::Sink> = EitherWriter::A(Vec::new());
/// writer.write_all(b"line").unwrap();
/// assert!(matches!(writer, EitherWriter::A(bytes) if bytes == b"line"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EitherWriter<A, B> {
    /// The first.
    A(A),
    /// The second.
    B(B),
}

/// A writer, or nothing to write to.
///
/// ```
/// use tracing_subscriber::fmt::writer::{EitherWriter, OptionalWriter};
///
/// let none: OptionalWriter<Vec<u8>> = EitherWriter::none();
/// assert!(matches!(none, EitherWriter::B(_)));
/// ```
pub type OptionalWriter<T> = EitherWriter<T, io::Sink>;

impl<T> OptionalWriter<T> {
    /// Returns nothing to write to.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::writer::{EitherWriter, OptionalWriter};
    /// assert!(matches!(OptionalWriter::<Vec<u8>>::none(), EitherWriter::B(_)));
    /// ```
    #[inline]
    #[must_use]
    pub fn none() -> Self {
        EitherWriter::B(io::sink())
    }

    /// Returns a writer that is there.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::writer::{EitherWriter, OptionalWriter};
    /// assert!(matches!(OptionalWriter::some(Vec::<u8>::new()), EitherWriter::A(_)));
    /// ```
    #[inline]
    pub fn some(t: T) -> Self {
        EitherWriter::A(t)
    }
}

impl<T> From<Option<T>> for OptionalWriter<T> {
    #[inline]
    fn from(writer: Option<T>) -> Self {
        writer.map_or_else(Self::none, Self::some)
    }
}

impl<A: io::Write, B: io::Write> io::Write for EitherWriter<A, B> {
    #[inline]
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::A(a) => a.write(buf),
            Self::B(b) => b.write(buf),
        }
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::A(a) => a.flush(),
            Self::B(b) => b.flush(),
        }
    }

    #[inline]
    fn write_vectored(&mut self, bufs: &[io::IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::A(a) => a.write_vectored(bufs),
            Self::B(b) => b.write_vectored(bufs),
        }
    }

    #[inline]
    fn write_all(&mut self, buf: &[u8]) -> io::Result<()> {
        match self {
            Self::A(a) => a.write_all(buf),
            Self::B(b) => b.write_all(buf),
        }
    }

    #[inline]
    fn write_fmt(&mut self, args: fmt::Arguments<'_>) -> io::Result<()> {
        match self {
            Self::A(a) => a.write_fmt(args),
            Self::B(b) => b.write_fmt(args),
        }
    }
}

/// Writes records up to a level; made by [`with_max_level`](super::MakeWriterExt::with_max_level).
///
/// ```
/// # use test_support::{Lines, sample::*};
/// use tracing_subscriber::fmt::{MakeWriter, writer::{EitherWriter, MakeWriterExt, WithMaxLevel}};
///
/// # let stderr = Lines::default().writer();
/// let warnings: WithMaxLevel<_> = stderr.with_max_level(Level::WARN);
/// assert!(matches!(warnings.make_writer_for(&SERVED), EitherWriter::B(_)), "it is of level info");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithMaxLevel<M> {
    make: M,
    level: Level,
}

impl<M> WithMaxLevel<M> {
    /// Writes to `make` what is at `level` or less verbose.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::WithMaxLevel};
    ///
    /// let lines = Lines::default();
    /// let warnings = WithMaxLevel::new(lines.writer(), Level::WARN);
    /// write!(warnings.make_writer_for(&SERVED), "of level info").unwrap();
    /// assert_eq!(lines.text(), "");
    /// ```
    pub fn new(make: M, level: Level) -> Self {
        Self { make, level }
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for WithMaxLevel<M> {
    type Writer = OptionalWriter<M::Writer>;

    #[inline]
    fn make_writer(&'a self) -> Self::Writer {
        // With nothing said about the record, it is not held back.
        OptionalWriter::some(self.make.make_writer())
    }

    #[inline]
    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
        (*meta.level() <= self.level).then(|| self.make.make_writer_for(meta)).into()
    }
}

/// Writes records from a level on; made by [`with_min_level`](super::MakeWriterExt::with_min_level).
///
/// ```
/// # use test_support::{Lines, sample::*};
/// use tracing_subscriber::fmt::{MakeWriter, writer::{EitherWriter, MakeWriterExt, WithMinLevel}};
///
/// # let stdout = Lines::default().writer();
/// let details: WithMinLevel<_> = stdout.with_min_level(Level::INFO);
/// assert!(matches!(details.make_writer_for(&SERVED), EitherWriter::A(_)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithMinLevel<M> {
    make: M,
    level: Level,
}

impl<M> WithMinLevel<M> {
    /// Writes to `make` what is at `level` or more verbose.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::WithMinLevel};
    ///
    /// let lines = Lines::default();
    /// let details = WithMinLevel::new(lines.writer(), Level::DEBUG);
    /// write!(details.make_writer_for(&REQUEST), "of level debug").unwrap();
    /// write!(details.make_writer_for(&SERVED), "of level info").unwrap();
    /// assert_eq!(lines.text(), "of level debug");
    /// ```
    pub fn new(make: M, level: Level) -> Self {
        Self { make, level }
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for WithMinLevel<M> {
    type Writer = OptionalWriter<M::Writer>;

    #[inline]
    fn make_writer(&'a self) -> Self::Writer {
        OptionalWriter::some(self.make.make_writer())
    }

    #[inline]
    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
        (*meta.level() >= self.level).then(|| self.make.make_writer_for(meta)).into()
    }
}

/// Writes records that a function accepts; made by [`with_filter`](super::MakeWriterExt::with_filter).
///
/// ```
/// # use test_support::{Lines, sample::*};
/// use tracing_subscriber::fmt::{MakeWriter, writer::{EitherWriter, MakeWriterExt, WithFilter}};
///
/// # let stdout = Lines::default().writer();
/// let spans: WithFilter<_, _> = stdout.with_filter(|metadata| metadata.is_span());
/// assert!(matches!(spans.make_writer_for(&SERVED), EitherWriter::B(_)));
/// assert!(matches!(spans.make_writer_for(&REQUEST), EitherWriter::A(_)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithFilter<M, F> {
    make: M,
    filter: F,
}

impl<M, F> WithFilter<M, F> {
    /// Writes to `make` what `filter` accepts.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::WithFilter};
    ///
    /// let lines = Lines::default();
    /// let spans = WithFilter::new(lines.writer(), |metadata: &Metadata<'_>| metadata.is_span());
    /// write!(spans.make_writer_for(&REQUEST), "a span").unwrap();
    /// write!(spans.make_writer_for(&SERVED), "an event").unwrap();
    /// assert_eq!(lines.text(), "a span");
    /// ```
    pub fn new(make: M, filter: F) -> Self
    where
        F: Fn(&Metadata<'_>) -> bool,
    {
        Self { make, filter }
    }
}

impl<'a, M: MakeWriter<'a>, F: Fn(&Metadata<'_>) -> bool> MakeWriter<'a> for WithFilter<M, F> {
    type Writer = OptionalWriter<M::Writer>;

    #[inline]
    fn make_writer(&'a self) -> Self::Writer {
        OptionalWriter::some(self.make.make_writer())
    }

    #[inline]
    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
        (self.filter)(meta).then(|| self.make.make_writer_for(meta)).into()
    }
}

/// Writes to the second what the first does not write; made by [`or_else`](super::MakeWriterExt::or_else).
///
/// ```
/// # use test_support::{Lines, sample::*};
/// use std::io::Write;
/// use tracing_subscriber::fmt::{MakeWriter, writer::{MakeWriterExt, OrElse}};
///
/// let (warnings, others) = (Lines::default(), Lines::default());
/// let writer: OrElse<_, _> = warnings.writer().with_max_level(Level::WARN).or_else(others.writer());
/// writeln!(writer.make_writer_for(&SERVED), "served").unwrap();
/// assert_eq!((warnings.text().as_str(), others.text().as_str()), ("", "served\n"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrElse<A, B> {
    inner: A,
    or_else: B,
}

impl<A, B> OrElse<A, B> {
    /// Writes to `inner`, or where that has no writer, to `or_else`.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::{OrElse, WithMaxLevel}};
    ///
    /// let lines = Lines::default();
    /// let warnings = WithMaxLevel::new(std::io::stderr, Level::WARN);
    /// let writer = OrElse::new(warnings, lines.writer());
    /// write!(writer.make_writer_for(&SERVED), "of level info").unwrap();
    /// assert_eq!(lines.text(), "of level info");
    /// ```
    pub fn new<'a, W>(inner: A, or_else: B) -> Self
    where
        A: MakeWriter<'a, Writer = OptionalWriter<W>>,
        B: MakeWriter<'a>,
        W: io::Write,
    {
        Self { inner, or_else }
    }
}

impl<'a, A, B, W> MakeWriter<'a> for OrElse<A, B>
where
    A: MakeWriter<'a, Writer = OptionalWriter<W>>,
    B: MakeWriter<'a>,
    W: io::Write,
{
    type Writer = EitherWriter<W, B::Writer>;

    #[inline]
    fn make_writer(&'a self) -> Self::Writer {
        match self.inner.make_writer() {
            EitherWriter::A(writer) => EitherWriter::A(writer),
            EitherWriter::B(_) => EitherWriter::B(self.or_else.make_writer()),
        }
    }

    #[inline]
    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
        match self.inner.make_writer_for(meta) {
            EitherWriter::A(writer) => EitherWriter::A(writer),
            EitherWriter::B(_) => EitherWriter::B(self.or_else.make_writer_for(meta)),
        }
    }
}

/// Writes to both; made by [`and`](super::MakeWriterExt::and).
///
/// It is a [`MakeWriter`] of two `MakeWriter`s, and a writer of two writers. If one fails, the other is written to all
/// the same, before the error is returned.
///
/// ```
/// # use test_support::{Lines, sample::*};
/// use std::io::Write;
/// use tracing_subscriber::fmt::{MakeWriter, writer::{MakeWriterExt, Tee}};
///
/// let (screen, file) = (Lines::default(), Lines::default());
/// let both: Tee<_, _> = screen.writer().and(file.writer());
/// writeln!(both.make_writer(), "line").unwrap();
/// assert_eq!((screen.text().as_str(), file.text().as_str()), ("line\n", "line\n"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tee<A, B> {
    a: A,
    b: B,
}

impl<A, B> Tee<A, B> {
    /// Writes to `a` and to `b`.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::Tee};
    ///
    /// let lines = Lines::default();
    /// let twice = Tee::new(lines.writer(), lines.writer());
    /// write!(twice.make_writer_for(&SERVED), "line;").unwrap();
    /// assert_eq!(lines.text(), "line;line;");
    /// ```
    pub fn new(a: A, b: B) -> Self {
        Self { a, b }
    }
}

impl<'a, A: MakeWriter<'a>, B: MakeWriter<'a>> MakeWriter<'a> for Tee<A, B> {
    type Writer = Tee<A::Writer, B::Writer>;

    #[inline]
    fn make_writer(&'a self) -> Self::Writer {
        Tee::new(self.a.make_writer(), self.b.make_writer())
    }

    #[inline]
    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
        Tee::new(self.a.make_writer_for(meta), self.b.make_writer_for(meta))
    }
}

impl<A: io::Write, B: io::Write> io::Write for Tee<A, B> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        // Each takes as many bytes at a time as it likes, so "how many were written" has one answer only at the end.
        self.write_all(buf).map(|()| buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let (a, b) = (self.a.flush(), self.b.flush());
        a.and(b)
    }

    fn write_all(&mut self, buf: &[u8]) -> io::Result<()> {
        let (a, b) = (deliver(&mut self.a, buf), deliver(&mut self.b, buf));
        a.and(b)
    }
}
