//! What a record carries: its fields and its text, read into one normal form.

/// Reads fields and text. Calls `$next!($with… [names] [values] (text) [list])`, where names and values are as many
/// expressions, each with a comma behind it; text and list are empty if there is none.
///
/// A name is a `&'static str` as `Outline` takes it, a value a `ValueRef`.
#[doc(hidden)]
#[macro_export]
macro_rules! __fields {
    // Nothing more.
    ({$next:ident $($with:tt)*} $names:tt $values:tt $list:tt) => {
        $crate::$next!($($with)* $names $values () $list)
    };

    // All fields of one kind are read in one go, so that their number has no limit.
    // size, user.name
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+),+ $(,)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::field::Value::value_ref(&$($key).+),)+]
            () [])
    };
    // size, user.name, "text"
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+),+ , $text:literal $(, $($args:tt)*)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::field::Value::value_ref(&$($key).+),)+]
            ($text $(, $($args)*)?) [])
    };
    // size = 3, path = path
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+ = $value:expr),+ $(,)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::field::Value::value_ref(&$value),)+]
            () [])
    };
    // size = 3, path = path, "text"
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+ = $value:expr),+ , $text:literal $(, $($args:tt)*)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::field::Value::value_ref(&$value),)+]
            ($text $(, $($args)*)?) [])
    };
    // size = ?size, path = ?path
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+ = ?$value:expr),+ $(,)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::__private::ValueRef::Debug(&&$value),)+]
            () [])
    };
    // size = ?size, path = ?path, "text"
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+ = ?$value:expr),+ , $text:literal $(, $($args:tt)*)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::__private::ValueRef::Debug(&&$value),)+]
            ($text $(, $($args)*)?) [])
    };
    // size = %size, path = %path
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+ = %$value:expr),+ $(,)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::__private::ValueRef::Display(&&$value),)+]
            () [])
    };
    // size = %size, path = %path, "text"
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+ = %$value:expr),+ , $text:literal $(, $($args:tt)*)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::__private::ValueRef::Display(&&$value),)+]
            ($text $(, $($args)*)?) [])
    };

    // size = 3
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt $($key:ident).+ = $value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $crate::__private::stringify!($($key).+),]
            [$($values)* $crate::field::Value::value_ref(&$value),]
            $list $($($rest)*)?)
    };
    // path = ?path
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt $($key:ident).+ = ?$value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $crate::__private::stringify!($($key).+),]
            [$($values)* $crate::__private::ValueRef::Debug(&&$value),]
            $list $($($rest)*)?)
    };
    // error = %error
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt $($key:ident).+ = %$value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $crate::__private::stringify!($($key).+),]
            [$($values)* $crate::__private::ValueRef::Display(&&$value),]
            $list $($($rest)*)?)
    };

    // user.name
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt $($key:ident).+ $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $crate::__private::stringify!($($key).+),]
            [$($values)* $crate::field::Value::value_ref(&$($key).+),]
            $list $($($rest)*)?)
    };
    // ?path
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt ?$($key:ident).+ $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $crate::__private::stringify!($($key).+),]
            [$($values)* $crate::__private::ValueRef::Debug(&&$($key).+),]
            $list $($($rest)*)?)
    };
    // %error
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt %$($key:ident).+ $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $crate::__private::stringify!($($key).+),]
            [$($values)* $crate::__private::ValueRef::Display(&&$($key).+),]
            $list $($($rest)*)?)
    };

    // "content-type" = "text/html"; the NUL says that the name is to be taken as it is
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt $key:literal = $value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $crate::__private::concat!("\0", $key),]
            [$($values)* $crate::field::Value::value_ref(&$value),]
            $list $($($rest)*)?)
    };
    // "content-type" = ?kind
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt $key:literal = ?$value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $crate::__private::concat!("\0", $key),]
            [$($values)* $crate::__private::ValueRef::Debug(&&$value),]
            $list $($($rest)*)?)
    };
    // "content-type" = %kind
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt $key:literal = %$value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $crate::__private::concat!("\0", $key),]
            [$($values)* $crate::__private::ValueRef::Display(&&$value),]
            $list $($($rest)*)?)
    };

    // Fields in braces come first of all. These arms stand before those of constants, for `{ a = ?b }` is no expression.
    // { size = 3 }, "done"
    ($next:tt [] [] [] { $($fields:tt)* }, $($text:tt)+) => {
        $crate::__fields!($next [] [] [] $($fields)* , @ $($text)+)
    };
    // { size = 3 }
    ($next:tt [] [] [] { $($fields:tt)* } $(,)?) => {
        $crate::__fields!($next [] [] [] $($fields)*)
    };

    // { REQUEST_ID } = 7
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt { $key:expr } = $value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $key,]
            [$($values)* $crate::field::Value::value_ref(&$value),]
            $list $($($rest)*)?)
    };
    // { REQUEST_ID } = ?id
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt { $key:expr } = ?$value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $key,]
            [$($values)* $crate::__private::ValueRef::Debug(&&$value),]
            $list $($($rest)*)?)
    };
    // { REQUEST_ID } = %id
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt { $key:expr } = %$value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next
            [$($names)* $key,]
            [$($values)* $crate::__private::ValueRef::Display(&&$value),]
            $list $($($rest)*)?)
    };

    // ..headers
    ($next:tt $names:tt $values:tt [] ..$list:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!($next $names $values [$list] $($($rest)*)?)
    };
    // A comma behind the fields in braces.
    ($next:tt $names:tt $values:tt $list:tt , $($rest:tt)*) => {
        $crate::__fields!($next $names $values $list $($rest)*)
    };
    // The text behind fields in braces.
    ({$next:ident $($with:tt)*} $names:tt $values:tt $list:tt @ $($text:tt)+) => {
        $crate::$next!($($with)* $names $values ($($text)+) $list)
    };

    // Wrong uses.
    ($next:tt $names:tt $values:tt $list:tt ..$($rest:tt)*) => {
        $crate::__private::compile_error!("expected one list of fields behind `..`, after the other fields")
    };
    ($next:tt $names:tt $values:tt $list:tt ?$($rest:tt)*) => {
        $crate::__private::compile_error!(
            "behind `?` alone there is a variable or a path of fields; name the field of another expression: `name = ?expression`"
        )
    };
    ($next:tt $names:tt $values:tt $list:tt %$($rest:tt)*) => {
        $crate::__private::compile_error!(
            "behind `%` alone there is a variable or a path of fields; name the field of another expression: `name = %expression`"
        )
    };
    ($next:tt $names:tt $values:tt $list:tt name: $($rest:tt)*) => {
        $crate::__private::compile_error!("`name:` stands before the level and the fields")
    };
    ($next:tt $names:tt $values:tt $list:tt target: $($rest:tt)*) => {
        $crate::__private::compile_error!("`target:` stands before the level and the fields")
    };
    ($next:tt $names:tt $values:tt $list:tt parent: $($rest:tt)*) => {
        $crate::__private::compile_error!("`parent:` stands before the level and the fields")
    };
    ($next:tt $names:tt $values:tt $list:tt $key:ident : $($rest:tt)*) => {
        $crate::__private::compile_error!($crate::__private::concat!(
            "unknown setting `", $crate::__private::stringify!($key), ":`; expected `name:`, `target:` or `parent:`, ",
            "or a field such as `", $crate::__private::stringify!($key), " = value`"
        ))
    };
    ($next:tt $names:tt $values:tt $list:tt $($key:ident).+ = $(,)?) => {
        $crate::__private::compile_error!($crate::__private::concat!(
            "expected a value behind `", $crate::__private::stringify!($($key).+), " =`"
        ))
    };

    // concat!("took ", "{time}")
    ({$next:ident $($with:tt)*} $names:tt $values:tt $list:tt $macro:ident ! $($text:tt)+) => {
        $crate::$next!($($with)* $names $values ($macro ! $($text)+) $list)
    };
    // std::concat!("took ", "{time}")
    ({$next:ident $($with:tt)*} $names:tt $values:tt $list:tt $path:ident :: $($text:tt)+) => {
        $crate::$next!($($with)* $names $values ($path :: $($text)+) $list)
    };
    // x.0, x + 1, x y
    ($next:tt $names:tt $values:tt $list:tt $key:ident $($rest:tt)*) => {
        $crate::__private::compile_error!($crate::__private::concat!(
            "`", $crate::__private::stringify!($key $($rest)*), "` is neither a field nor a text; ",
            "an expression needs a name: `name = expression`, and fields are separated by commas"
        ))
    };
    ($next:tt $names:tt $values:tt $list:tt & $($rest:tt)*) => {
        $crate::__private::compile_error!($crate::__private::concat!(
            "`&", $crate::__private::stringify!($($rest)*), "` is neither a field nor a text; ",
            "an expression needs a name: `name = expression`"
        ))
    };
    ($next:tt $names:tt $values:tt $list:tt * $($rest:tt)*) => {
        $crate::__private::compile_error!($crate::__private::concat!(
            "`*", $crate::__private::stringify!($($rest)*), "` is neither a field nor a text; ",
            "an expression needs a name: `name = expression`"
        ))
    };

    // "took {time:?}"
    ({$next:ident $($with:tt)*} $names:tt $values:tt $list:tt $($text:tt)+) => {
        $crate::$next!($($with)* $names $values ($($text)+) $list)
    };
}
