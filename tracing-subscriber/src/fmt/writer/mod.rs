//! Where lines go: [`MakeWriter`], its combinators, and the types of writers. Called by the layer, once an event.
//!
//! ```
//! # use test_support::{Lines, sample::*};
//! use tracing_subscriber::fmt::writer::MakeWriterExt;
//!
//! let (errors, all) = (Lines::default(), Lines::default());
//! let writer = errors.writer().with_max_level(Level::ERROR).and(all.writer());
//! let subscriber = tracing_subscriber::fmt().with_writer(writer).without_time().with_target(false).with_ansi(false);
//! # let _default = set_default(&subscriber.finish().into());
//! tracing::info!("ready");
//! tracing::error!("out of memory");
//! assert_eq!(errors.text(), "ERROR out of memory\n");
//! assert_eq!(all.text(), " INFO ready\nERROR out of memory\n");
//! ```

use std::{
    fs::File,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tracing_core::{Level, Metadata};

mod boxed;
mod combine;
mod deliver;
mod test_writer;

pub use boxed::BoxMakeWriter;
pub use combine::{EitherWriter, OptionalWriter, OrElse, Tee, WithFilter, WithMaxLevel, WithMinLevel};
pub(crate) use deliver::deliver;
pub use test_writer::TestWriter;

/// Makes the writer that one event goes to.
///
/// The layer calls [`make_writer_for`](Self::make_writer_for) for each event, on the thread that logs, once the line
/// is complete; writes the line, usually at one go; and drops the writer. What the writer itself logs on that thread
/// meanwhile is left out. An error of the writer is counted and reported, and the program goes on.
///
/// Functions and closures that return a writer are `MakeWriter`s, so are `Mutex<impl Write>`, `Arc<File>` and the like.
///
/// ```
/// use std::{io, sync::Mutex};
///
/// let to_stderr = tracing_subscriber::fmt().with_writer(io::stderr).finish();
/// let to_memory = tracing_subscriber::fmt().with_writer(Mutex::new(Vec::new())).finish();
/// # drop((to_stderr, to_memory));
/// ```
///
/// A closure may choose:
///
/// ```
/// use std::io::{self, Write};
///
/// let subscriber = tracing_subscriber::fmt()
///     .with_writer(|| -> Box<dyn Write> {
///         match std::env::var_os("QUIET") {
///             Some(_) => Box::new(io::sink()),
///             None => Box::new(io::stderr()),
///         }
///     })
///     .finish();
/// # drop(subscriber);
/// ```
pub trait MakeWriter<'a> {
    /// What is written to.
    type Writer: io::Write;

    /// Makes a writer, whatever it is for.
    ///
    /// ```
    /// use std::{io::Write, sync::{Mutex, MutexGuard}};
    /// use tracing_subscriber::fmt::MakeWriter;
    ///
    /// /// Keeps all lines.
    /// struct Memory(Mutex<Vec<u8>>);
    ///
    /// impl<'a> MakeWriter<'a> for Memory {
    ///     type Writer = Guarded<'a>;
    ///     fn make_writer(&'a self) -> Guarded<'a> {
    ///         Guarded(self.0.lock().unwrap())
    ///     }
    /// }
    ///
    /// struct Guarded<'a>(MutexGuard<'a, Vec<u8>>);
    /// # impl Write for Guarded<'_> {
    /// #     fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> { self.0.write(bytes) }
    /// #     fn flush(&mut self) -> std::io::Result<()> { Ok(()) }
    /// # }
    ///
    /// let memory = Memory(Mutex::default());
    /// memory.make_writer().write_all(b"line").unwrap();
    /// assert_eq!(*memory.0.lock().unwrap(), b"line");
    /// ```
    fn make_writer(&'a self) -> Self::Writer;

    /// Makes a writer for a record of the callsite that `meta` describes. By default, [`make_writer`](Self::make_writer).
    ///
    /// ```
    /// use std::io::{self, Write};
    /// use tracing_core::{Level, Metadata};
    /// use tracing_subscriber::fmt::MakeWriter;
    ///
    /// struct ByLevel;
    ///
    /// impl<'a> MakeWriter<'a> for ByLevel {
    ///     type Writer = Box<dyn Write + 'a>;
    ///
    ///     fn make_writer(&'a self) -> Self::Writer {
    ///         Box::new(io::stdout())
    ///     }
    ///
    ///     fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
    ///         if *meta.level() <= Level::WARN { Box::new(io::stderr()) } else { self.make_writer() }
    ///     }
    /// }
    ///
    /// let subscriber = tracing_subscriber::fmt().with_writer(ByLevel).finish();
    /// # drop(subscriber);
    /// ```
    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
        let _ = meta;
        self.make_writer()
    }
}

/// Combines [`MakeWriter`]s.
///
/// ```
/// use tracing_core::Level;
/// use tracing_subscriber::fmt::writer::MakeWriterExt;
///
/// # let (stderr, stdout) = (test_support::Lines::default(), test_support::Lines::default());
/// // Warnings and errors to one place, all else to another.
/// let writer = stderr.writer().with_max_level(Level::WARN).or_else(stdout.writer());
/// let subscriber = tracing_subscriber::fmt().with_writer(writer).without_time().with_ansi(false).finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", "ready");
/// tracing::warn!(target: "app", "late");
/// assert_eq!((stderr.text().as_str(), stdout.text().as_str()), (" WARN app: late\n", " INFO app: ready\n"));
/// ```
pub trait MakeWriterExt<'a>: MakeWriter<'a> {
    /// Writes only records at `level` or less verbose ones.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::MakeWriterExt};
    ///
    /// let lines = Lines::default();
    /// let warnings = lines.writer().with_max_level(Level::WARN);
    /// write!(warnings.make_writer_for(&SERVED), "line").unwrap(); // of level info
    /// assert_eq!(lines.text(), "");
    /// ```
    fn with_max_level(self, level: Level) -> WithMaxLevel<Self>
    where
        Self: Sized,
    {
        WithMaxLevel::new(self, level)
    }

    /// Writes only records at `level` or more verbose ones.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::MakeWriterExt};
    ///
    /// let lines = Lines::default();
    /// let details = lines.writer().with_min_level(Level::DEBUG);
    /// write!(details.make_writer_for(&SERVED), "line").unwrap(); // of level info
    /// assert_eq!(lines.text(), "");
    /// ```
    fn with_min_level(self, level: Level) -> WithMinLevel<Self>
    where
        Self: Sized,
    {
        WithMinLevel::new(self, level)
    }

    /// Writes only records whose metadata the function accepts.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::MakeWriterExt};
    ///
    /// let lines = Lines::default();
    /// let of_app = lines.writer().with_filter(|metadata| metadata.target().starts_with("app"));
    /// write!(of_app.make_writer_for(&SERVED), "line").unwrap(); // of level info
    /// assert_eq!(lines.text(), "line");
    /// ```
    fn with_filter<F>(self, filter: F) -> WithFilter<Self, F>
    where
        Self: Sized,
        F: Fn(&Metadata<'_>) -> bool,
    {
        WithFilter::new(self, filter)
    }

    /// Writes to both. An error of one does not keep the line from the other.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::MakeWriterExt};
    ///
    /// let lines = Lines::default();
    /// let twice = lines.writer().and(lines.writer());
    /// write!(twice.make_writer(), "line;").unwrap();
    /// assert_eq!(lines.text(), "line;line;");
    /// ```
    fn and<B>(self, other: B) -> Tee<Self, B>
    where
        Self: Sized,
        B: MakeWriter<'a> + Sized,
    {
        Tee::new(self, other)
    }

    /// Writes to `other` what this one, being filtered, does not write.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::MakeWriterExt};
    ///
    /// let lines = Lines::default();
    /// let writer = std::io::stderr.with_max_level(Level::WARN).or_else(lines.writer());
    /// write!(writer.make_writer_for(&SERVED), "line").unwrap(); // of level info
    /// assert_eq!(lines.text(), "line");
    /// ```
    fn or_else<W, B>(self, other: B) -> OrElse<Self, B>
    where
        Self: MakeWriter<'a, Writer = OptionalWriter<W>> + Sized,
        B: MakeWriter<'a> + Sized,
        W: io::Write,
    {
        OrElse::new(self, other)
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriterExt<'a> for M {}

impl<'a, F, W> MakeWriter<'a> for F
where
    F: Fn() -> W,
    W: io::Write,
{
    type Writer = W;

    #[inline]
    fn make_writer(&'a self) -> W {
        self()
    }
}

impl<'a, W: io::Write + 'a> MakeWriter<'a> for Mutex<W> {
    type Writer = MutexGuardWriter<'a, W>;

    #[inline]
    fn make_writer(&'a self) -> Self::Writer {
        // A panic of another thread in the midst of a line is no reason to lose all later ones.
        MutexGuardWriter(self.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<'a> MakeWriter<'a> for File {
    type Writer = &'a File;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl<'a, W> MakeWriter<'a> for Arc<W>
where
    &'a W: io::Write + 'a,
{
    type Writer = &'a W;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

/// A locked writer; what the [`MakeWriter`] of a `Mutex` makes.
///
/// ```
/// use std::{io::Write, sync::Mutex};
/// use tracing_subscriber::fmt::MakeWriter;
///
/// let memory = Mutex::new(Vec::new());
/// memory.make_writer().write_all(b"line").unwrap();
/// assert_eq!(memory.into_inner().unwrap(), b"line");
/// ```
#[derive(Debug)]
pub struct MutexGuardWriter<'a, W>(MutexGuard<'a, W>);

/// A shared writer, for those whose references write.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct ArcWriter<W>(Arc<W>);

/// Forwards `io::Write` to a place that is made from `self`.
macro_rules! forward_write {
    (|$this:ident| $writer:expr) => {
        #[inline]
        fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
            let $this = self;
            $writer.write(buf)
        }

        #[inline]
        fn flush(&mut self) -> io::Result<()> {
            let $this = self;
            $writer.flush()
        }

        #[inline]
        fn write_vectored(&mut self, bufs: &[io::IoSlice<'_>]) -> io::Result<usize> {
            let $this = self;
            $writer.write_vectored(bufs)
        }

        #[inline]
        fn write_all(&mut self, buf: &[u8]) -> io::Result<()> {
            let $this = self;
            $writer.write_all(buf)
        }

        #[inline]
        fn write_fmt(&mut self, args: core::fmt::Arguments<'_>) -> io::Result<()> {
            let $this = self;
            $writer.write_fmt(args)
        }
    };
}

impl<W: io::Write> io::Write for MutexGuardWriter<'_, W> {
    forward_write!(|this| this.0);
}

impl<W> io::Write for ArcWriter<W>
where
    for<'a> &'a W: io::Write,
{
    forward_write!(|this| (&*this.0));
}
