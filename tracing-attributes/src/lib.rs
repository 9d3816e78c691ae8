//! [`#[instrument]`](macro@instrument): a span for each call of a function.
//!
//! ```
//! use tracing::{info, instrument};
//!
//! # test_support::check(|| {
//! #[instrument]
//! fn greet(name: &str) {
//!     info!("hello"); // happens inside of a span `greet` with the field `name`
//! }
//! # greet("ferris");
//! # }, "greet{name=\"ferris\"}\n  INFO hello");
//! ```
//!
//! Programs use it through [`tracing`](https://docs.rs/tracing), which exports it; what it writes names `::tracing`.
//!
//! A use of the attribute goes through four stages, a file or a folder each:
//!
//! ```text
//! parse      arguments/, function.rs     the arguments, and the function up to its body, which stays one token
//!   ▼
//! check      check.rs                    do they fit?
//!   ▼
//! expand     form.rs, expand/            where the span is made, by what kind of function it is
//!   ▼
//! fallback   fallback.rs                 if something is wrong: the function as it was, and messages in their places
//! ```
//!
//! An attribute on an `impl`, a `trait` or a `mod` puts attributes on the functions inside (`container.rs`).
//!
//! # Features
//!
//! - `std`: there are thread-locals, so an asynchronous function is one future. `tracing/std` asks for it.
//! - `async-await`: does nothing any more.

mod tokens;

mod arguments;
mod function;
mod pattern;

mod check;
mod form;

mod container;
mod environment;
mod expand;

mod error;
mod fallback;

use proc_macro2::TokenStream;

use crate::{arguments::Arguments, container::Container, error::Error, form::Form, function::Item};

/// Puts a function inside of a span.
///
/// ```
/// use tracing::{info, instrument};
///
/// #[instrument]
/// fn area(width: u32, height: u32) -> u32 {
///     info!("multiplying"); // inside of `area{width=2 height=3}`
///     width * height
/// }
///
/// assert_eq!(area(2, 3), 6);
/// ```
///
/// The span has the name of the function, the target of its module, and the level `INFO`. Each parameter is a field:
/// numbers, booleans and strings as what they are, anything else by its `Debug`. While nobody listens to the span, no
/// field is evaluated.
///
/// # The span
///
/// ```
/// # use tracing::{instrument, Level, Span, Id};
/// # test_support::check(|| {
/// #[instrument(name = "load", target = "storage", level = "debug")]
/// fn load_file(path: &str) {}
///
/// #[instrument(level = Level::TRACE)] // or a number, from 1 (trace) to 5 (error)
/// fn step() {}
///
/// #[instrument(parent = None)] // not in the current span
/// fn background() {}
///
/// #[instrument(parent = span, skip_all)]
/// fn in_another_span(span: &Span) {}
///
/// #[instrument(follows_from = causes, skip_all)]
/// fn merge(causes: &[Id]) {}
/// # load_file(""); step(); background(); in_another_span(&Span::none()); merge(&[]);
/// # }, "load{path=\"\"}\nstep\nbackground\nin_another_span\nmerge");
/// ```
///
/// # Fields
///
/// `skip(a, b)`, `skip_all` and `only(a, b)` choose among the parameters. `fields(…)` adds to them; its values may use
/// the parameters. A field takes the place of the parameter of its name.
///
/// ```
/// # use tracing::{instrument, Span};
/// # test_support::check(|| {
/// struct Password(String);
/// const SHARD: &str = "db.shard";
///
/// #[instrument(skip(password))]
/// fn log_in(user: &str, password: Password) {}
///
/// #[instrument(only(user))]
/// fn log_out(user: &str, session: &[u8]) {}
///
/// #[instrument(skip_all, fields(
///     query.len = query.len(), // a dotted name
///     ?params,                 // a parameter, by Debug; `%` is by Display
///     {SHARD} = 7,             // a name that is a constant
///     rows,                    // empty, to be recorded later
/// ))]
/// fn run(query: &str, params: &[u8]) {
///     Span::current().record("rows", 12);
/// }
/// # log_in("", Password(String::new())); log_out("", &[]); run("", &[]);
/// # }, "log_in{user=\"\"}\nlog_out{user=\"\"}\nrun{query.len=0 params=[] db.shard=7 rows=12}");
/// ```
///
/// Where a crate must not record what nobody chose, build it with the environment variable
/// `TRACING_INSTRUMENT_ARGUMENTS=none`, or with `--cfg tracing_instrument_arguments="none"`, which its build script may
/// ask for by `cargo::rustc-cfg=…`: then a parameter is a field only if `only` or `fields` names it. Cargo builds a crate
/// again when one of them changes. The variable holds for all crates of a build, and goes before a `--cfg`.
///
/// # How a function ends
///
/// `ret` records what is returned, by `Debug`, at the span's level. `err` records the error of a `Result`, by `Display`,
/// at the level `ERROR`; together with it, `ret` records what is `Ok`. Both take the format and a level, and the level of
/// an error may depend on the error.
///
/// ```
/// # use tracing::{instrument, Level};
/// # use std::io;
/// # test_support::check(|| {
/// #[instrument(ret(Display, level = "debug"))]
/// fn answer() -> u8 {
///     42
/// }
///
/// #[instrument(err(Debug))]
/// fn open(path: &str) -> io::Result<()> {
///     Ok(())
/// }
///
/// #[instrument(err(level = |error| if error.kind() == io::ErrorKind::NotFound { Level::DEBUG } else { Level::ERROR }))]
/// fn open_if_there(path: &str) -> io::Result<()> {
///     Err(io::ErrorKind::NotFound.into())
/// }
/// # answer(); _ = (open(""), open_if_there(""));
/// # }, "answer\n  DEBUG return=42\nopen{path=\"\"}\nopen_if_there{path=\"\"}\n  DEBUG error=entity not found");
/// ```
///
/// # Asynchronous functions
///
/// The span is made when the future is polled for the first time, and is entered whenever it is polled and when it is
/// dropped; it closes when the future ends. Functions that `#[async_trait]` writes, and others whose last expression is
/// `async move { … }` or `Box::pin(async move { … })`, are treated alike. `dropped` records that a future, once polled,
/// is dropped before its end, by a timeout for instance.
///
/// ```
/// # use tracing::instrument;
/// #[instrument(dropped(level = "warn"), ret)]
/// async fn fetch(url: &str) -> usize {
///     url.len()
/// }
/// # test_support::check(|| test_support::block_on(fetch("/")), "fetch{url=\"/\"}\n  INFO return=1");
/// ```
///
/// The function is rewritten as `fn fetch(url: &str) -> impl Future<Output = usize>`, so that its body is compiled once.
/// It stays an `async fn` if it has an attribute below that may look for that.
///
/// # Many functions
///
/// On an `impl`, a `trait` or a `mod { … }`, the attribute stands for one on each function inside that has a body and no
/// attribute of its own, except for `const fn`s. `skip` alone leaves a function as it is.
///
/// ```
/// # use tracing::instrument;
/// # test_support::check(|| {
/// struct Store;
///
/// #[instrument(skip(self), level = "debug", err)]
/// impl Store {
///     fn get(&self, key: &str) -> Result<String, String> {
///         Err(format!("no {key}")) // `err` holds for functions that return a `Result`
///     }
///
///     #[instrument(skip)]
///     fn len(&self) -> usize {
///         0
///     }
/// }
/// # _ = (Store.get(""), Store.len());
/// # }, "get{key=\"\"}\n  ERROR error=no");
/// ```
///
/// # Errors
///
/// A wrong argument is reported where it stands, and the function stays as it was written. A `const fn` has no span:
///
/// ```compile_fail
/// # use tracing::instrument;
/// #[instrument]
/// const fn zero() -> u8 {
///     0
/// }
/// ```
#[proc_macro_attribute]
pub fn instrument(arguments: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let item = TokenStream::from(item);
    instrumented(arguments.into(), &item).unwrap_or_else(|errors| fallback::untouched(item, &errors)).into()
}

fn instrumented(written: TokenStream, item: &TokenStream) -> Result<TokenStream, Vec<Error>> {
    let function = match Item::parse(item.clone()).map_err(|error| vec![error])? {
        Item::Function(function) => function,
        Item::Declaration(name) => {
            let message = "the function has no body here; put the attribute where it is implemented";
            return Err(vec![Error::new(name.span(), message)]);
        }
        Item::Other => {
            let arguments = Arguments::parse(written.clone())?;
            let message = "`#[instrument]` stands on a function, or on an `impl`, a `trait` or a `mod { … }`";
            let container = Container::parse(item).ok_or_else(|| {
                let first = item.clone().into_iter().next();
                let span = first.map_or_else(proc_macro2::Span::call_site, |token| token.span());
                vec![Error::new(span, message)]
            })?;
            return container.expand(&arguments, &written);
        }
    };
    let arguments = Arguments::parse(written)?;
    if arguments.is_off {
        return Ok(item.clone());
    }
    let form = Form::of(&function);
    let errors = check::check(&arguments, &function, &form);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(expand::expand(&arguments, &function, &form))
}
