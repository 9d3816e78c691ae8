//! What comes first: `name:`, `target:` and `parent:`, in any order; then the level.

/// Reads settings. Calls `$next!($with… [name] [target] [parent] rest…)`, where a setting that is not there is empty.
#[doc(hidden)]
#[macro_export]
macro_rules! __settings {
    // name: "login", …
    ($next:tt [] $target:tt $parent:tt name: $name:expr $(, $($rest:tt)*)?) => {
        $crate::__settings!($next [$name] $target $parent $($($rest)*)?)
    };
    // target: "auth", …
    ($next:tt $name:tt [] $parent:tt target: $target:expr $(, $($rest:tt)*)?) => {
        $crate::__settings!($next $name [$target] $parent $($($rest)*)?)
    };
    // parent: &span, …
    ($next:tt $name:tt $target:tt [] parent: $parent:expr $(, $($rest:tt)*)?) => {
        $crate::__settings!($next $name $target [$parent] $($($rest)*)?)
    };
    ($next:tt $name:tt $target:tt $parent:tt name: $($rest:tt)*) => {
        $crate::__private::compile_error!("`name:` is given twice")
    };
    ($next:tt $name:tt $target:tt $parent:tt target: $($rest:tt)*) => {
        $crate::__private::compile_error!("`target:` is given twice")
    };
    ($next:tt $name:tt $target:tt $parent:tt parent: $($rest:tt)*) => {
        $crate::__private::compile_error!("`parent:` is given twice")
    };
    ({$next:ident $($with:tt)*} $name:tt $target:tt $parent:tt $($rest:tt)*) => {
        $crate::$next!($($with)* $name $target $parent $($rest)*)
    };
}

/// Reads the level, which may be left out nowhere. Calls `$next!($with… level [name] [target] [parent] rest…)`, where
/// `level` is in brackets if it is known to be constant, else in parentheses.
#[doc(hidden)]
#[macro_export]
macro_rules! __level {
    // Level::INFO: these paths name the constants, if anything does. A name that is not a level's is an error either way.
    ({$next:ident $($with:tt)*} $name:tt $target:tt $parent:tt Level::$level:ident $(, $($rest:tt)*)?) => {
        $crate::$next!($($with)* [Level::$level] $name $target $parent $($($rest)*)?)
    };
    // tracing::Level::INFO
    ({$next:ident $($with:tt)*} $name:tt $target:tt $parent:tt $a:ident::Level::$level:ident $(, $($rest:tt)*)?) => {
        $crate::$next!($($with)* [$a::Level::$level] $name $target $parent $($($rest)*)?)
    };
    // ::tracing::Level::INFO
    ({$next:ident $($with:tt)*} $name:tt $target:tt $parent:tt ::$a:ident::Level::$level:ident $(, $($rest:tt)*)?) => {
        $crate::$next!($($with)* [::$a::Level::$level] $name $target $parent $($($rest)*)?)
    };
    // $crate::__private::Level::INFO, in somebody's macro
    ({$next:ident $($with:tt)*} $name:tt $target:tt $parent:tt $a:ident::$b:ident::Level::$level:ident $(, $($rest:tt)*)?) => {
        $crate::$next!($($with)* [$a::$b::Level::$level] $name $target $parent $($($rest)*)?)
    };
    // level, LEVEL, self.level(), if urgent { … } else { … }
    ({$next:ident $($with:tt)*} $name:tt $target:tt $parent:tt $level:expr $(, $($rest:tt)*)?) => {
        $crate::$next!($($with)* ($level) $name $target $parent $($($rest)*)?)
    };
    ($($other:tt)*) => {
        $crate::__private::compile_error!(
            "expected a level, such as `Level::INFO`, behind the settings `name:`, `target:` and `parent:`"
        )
    };
}
