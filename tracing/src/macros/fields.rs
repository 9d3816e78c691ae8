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

    // All fields of one kind are read in one go, so that their number has no limit. With a text behind them they cannot
    // be: behind a comma `true` is a name and a text, and a macro that has to choose is an error.
    // size, user.name
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+),+ $(,)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::field::Value::value_ref(&$($key).+),)+]
            () [])
    };
    // size = 3, path = path
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+ = $value:expr),+ $(,)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::field::Value::value_ref(&$value),)+]
            () [])
    };
    // size = ?size, path = ?path
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+ = ?$value:expr),+ $(,)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::__private::ValueRef::Debug(&&$value),)+]
            () [])
    };
    // size = %size, path = %path
    ({$next:ident $($with:tt)*} [] [] [] $($($key:ident).+ = %$value:expr),+ $(,)?) => {
        $crate::$next!($($with)*
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::__private::ValueRef::Display(&&$value),)+]
            () [])
    };

    // Four at a time, so that hundreds of fields with a text are not too deep for a macro.
    // size, path, user.name, user.id, …
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt
        $($k1:ident).+, $($k2:ident).+,
        $($k3:ident).+, $($k4:ident).+, $($rest:tt)+) => {
        $crate::__fields!($next
            [$($names)*
                $crate::__private::stringify!($($k1).+), $crate::__private::stringify!($($k2).+),
                $crate::__private::stringify!($($k3).+), $crate::__private::stringify!($($k4).+),]
            [$($values)*
                $crate::field::Value::value_ref(&$($k1).+), $crate::field::Value::value_ref(&$($k2).+),
                $crate::field::Value::value_ref(&$($k3).+), $crate::field::Value::value_ref(&$($k4).+),]
            $list $($rest)+)
    };
    // size = 3, path = path, time = 0.2, id = 7, …
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt
        $($k1:ident).+ = $v1:expr, $($k2:ident).+ = $v2:expr,
        $($k3:ident).+ = $v3:expr, $($k4:ident).+ = $v4:expr, $($rest:tt)+) => {
        $crate::__fields!($next
            [$($names)*
                $crate::__private::stringify!($($k1).+), $crate::__private::stringify!($($k2).+),
                $crate::__private::stringify!($($k3).+), $crate::__private::stringify!($($k4).+),]
            [$($values)*
                $crate::field::Value::value_ref(&$v1), $crate::field::Value::value_ref(&$v2),
                $crate::field::Value::value_ref(&$v3), $crate::field::Value::value_ref(&$v4),]
            $list $($rest)+)
    };
    // size = ?size, path = ?path, time = ?time, id = ?id, …
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt
        $($k1:ident).+ = ?$v1:expr, $($k2:ident).+ = ?$v2:expr,
        $($k3:ident).+ = ?$v3:expr, $($k4:ident).+ = ?$v4:expr, $($rest:tt)+) => {
        $crate::__fields!($next
            [$($names)*
                $crate::__private::stringify!($($k1).+), $crate::__private::stringify!($($k2).+),
                $crate::__private::stringify!($($k3).+), $crate::__private::stringify!($($k4).+),]
            [$($values)*
                $crate::__private::ValueRef::Debug(&&$v1), $crate::__private::ValueRef::Debug(&&$v2),
                $crate::__private::ValueRef::Debug(&&$v3), $crate::__private::ValueRef::Debug(&&$v4),]
            $list $($rest)+)
    };
    // size = %size, path = %path, time = %time, id = %id, …
    ($next:tt [$($names:tt)*] [$($values:tt)*] $list:tt
        $($k1:ident).+ = %$v1:expr, $($k2:ident).+ = %$v2:expr,
        $($k3:ident).+ = %$v3:expr, $($k4:ident).+ = %$v4:expr, $($rest:tt)+) => {
        $crate::__fields!($next
            [$($names)*
                $crate::__private::stringify!($($k1).+), $crate::__private::stringify!($($k2).+),
                $crate::__private::stringify!($($k3).+), $crate::__private::stringify!($($k4).+),]
            [$($values)*
                $crate::__private::ValueRef::Display(&&$v1), $crate::__private::ValueRef::Display(&&$v2),
                $crate::__private::ValueRef::Display(&&$v3), $crate::__private::ValueRef::Display(&&$v4),]
            $list $($rest)+)
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

    // A question is asked of names alone; what else stands there counts as a text, and is not looked at.
    ({__ask $($with:tt)*} $names:tt $values:tt $list:tt $($text:tt)+) => {
        $crate::__ask!($($with)* $names $values ($($text)+) $list)
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
