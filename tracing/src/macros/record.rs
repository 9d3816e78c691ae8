//! `record_all!`: several values for fields of a span.

/// Records values for several fields of a span at once.
///
/// The fields are found by name among those that the span declares; others are left out.
///
/// ```
/// use tracing::{field, info_span, record_all};
///
/// # test_support::check(|| {
/// let span = info_span!("load", size = field::Empty, kind = field::Empty);
/// record_all!(span, size = 1024, kind = ?"text");
/// # }, r#"load{size=1024 kind="text"}"#);
/// ```
#[macro_export]
macro_rules! record_all {
    ($span:expr, $($fields:tt)*) => {
        $crate::__fields!({__record $span,} [] [] [] $($fields)*)
    };
    ($($other:tt)*) => {
        $crate::__private::compile_error!("expected a span, then fields: `record_all!(span, size = 3)`")
    };
}

/// A record that is read: `span, [names] [values] (text) [list]`.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($span:expr, [$($name:expr,)*] [$($value:expr,)*] () []) => {
        match &$span {
            span => {
                if let $crate::__private::Option::Some(metadata) = span.metadata() {
                    use $crate::__private::sugar::*;
                    let fields = metadata.fields();
                    span.record_all(&$crate::field::ValueSet::from_named(
                        fields, &[$(($crate::__private::field_of(fields, $name), $value)),*]));
                }
            }
        }
    };
    ($span:expr, [$($name:expr,)*] [$($value:expr,)*] ($($text:tt)+) []) => {
        $crate::__record!($span, ["message", $($name,)*] [
            $crate::__private::ValueRef::Message(&$crate::__private::format_args!($($text)+)),
            $($value,)*] () [])
    };
    ($($other:tt)*) => {
        $crate::__private::compile_error!("`..` stands in events; add fields to a span with `Span::record_dynamic`")
    };
}
