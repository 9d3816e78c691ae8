//! A [`MakeWriter`] without its type.

use core::fmt;
use std::io;

use tracing_core::Metadata;

use super::MakeWriter;

/// Any [`MakeWriter`], where its type is not known before run time.
///
/// ```
/// use tracing_subscriber::fmt::writer::BoxMakeWriter;
///
/// let quiet = std::env::var_os("QUIET").is_some();
/// let writer = if quiet { BoxMakeWriter::new(std::io::sink) } else { BoxMakeWriter::new(std::io::stderr) };
/// let subscriber = tracing_subscriber::fmt().with_writer(writer).finish();
/// # drop(subscriber);
/// ```
pub struct BoxMakeWriter {
    inner: Box<dyn for<'a> MakeWriter<'a, Writer = Box<dyn io::Write + 'a>> + Send + Sync>,
    name: &'static str,
}

impl BoxMakeWriter {
    /// Takes a `MakeWriter` and forgets its type.
    ///
    /// ```
    /// # use test_support::Lines;
    /// use std::io::Write;
    /// use tracing_subscriber::fmt::{MakeWriter, writer::BoxMakeWriter};
    ///
    /// let lines = Lines::default();
    /// let writer = BoxMakeWriter::new(lines.writer());
    /// write!(writer.make_writer(), "line").unwrap();
    /// assert_eq!(lines.text(), "line");
    /// ```
    pub fn new<M>(make_writer: M) -> Self
    where
        M: for<'a> MakeWriter<'a> + Send + Sync + 'static,
    {
        Self { inner: Box::new(Boxed(make_writer)), name: core::any::type_name::<M>() }
    }
}

impl<'a> MakeWriter<'a> for BoxMakeWriter {
    type Writer = Box<dyn io::Write + 'a>;

    fn make_writer(&'a self) -> Self::Writer {
        self.inner.make_writer()
    }

    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
        self.inner.make_writer_for(meta)
    }
}

impl fmt::Debug for BoxMakeWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BoxMakeWriter").field(&format_args!("<{}>", self.name)).finish()
    }
}

struct Boxed<M>(M);

impl<'a, M: MakeWriter<'a, Writer: 'a>> MakeWriter<'a> for Boxed<M> {
    type Writer = Box<dyn io::Write + 'a>;

    fn make_writer(&'a self) -> Self::Writer {
        Box::new(self.0.make_writer())
    }

    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Self::Writer {
        Box::new(self.0.make_writer_for(meta))
    }
}
