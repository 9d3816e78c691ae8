//! The static of a callsite of which not all is usual, and the branch on it. Called by the macros of all three kinds.

/// Runs a block with the answer of a callsite if the record is wanted, else the other block.
#[doc(hidden)]
#[macro_export]
macro_rules! __with_callsite {
    // The level is constant.
    ($kind:ident [$($level:tt)+] $name:tt $target:tt $names:tt $text:tt |$callsite:ident, $asked:ident| $then:block else $else:block) => {{
        static __CALLSITE: $crate::__private::Callsite = $crate::__private::Callsite::outlined(
            $crate::__outline!($kind [$($level)+] $name $target $names $text));
        let $callsite = &__CALLSITE;
        if const { $crate::__private::is_compiled_in($($level)+, $crate::__private::cap($crate::__private::option_env!("TRACING_MAX_LEVEL"))) }
            && $crate::__private::is_on($callsite, $($level)+) {
            let $asked = $crate::__private::ask($callsite);
            if $asked.is_wanted() $then else $else
        } else $else
    }};
    // The level is chosen at run time: one callsite for each.
    ($kind:ident ($level:expr) $name:tt $target:tt $names:tt $text:tt |$callsite:ident, $asked:ident| $then:block else $else:block) => {{
        static __CALLSITES: [$crate::__private::Callsite; 5] = $crate::__private::Callsite::outlined_per_level(
            $crate::__outline!($kind [$crate::Level::ERROR] $name $target $names $text));
        let level: $crate::Level = $level;
        let $callsite = $crate::__private::of_level(&__CALLSITES, level);
        if $crate::__private::is_compiled_in(level, const { $crate::__private::cap($crate::__private::option_env!("TRACING_MAX_LEVEL")) })
            && $crate::__private::is_on($callsite, level) {
            let $asked = $crate::__private::ask($callsite);
            if $asked.is_wanted() $then else $else
        } else $else
    }};
}

/// What a callsite's static holds.
#[doc(hidden)]
#[macro_export]
macro_rules! __outline {
    ($kind:ident [$($level:tt)+] [$($name:expr)?] [$($target:expr)?] [$($names:tt)*] ()) => {
        $crate::__private::Outline::new(
            $crate::__private::Kind::$kind,
            $($level)+,
            $crate::__private::concat!($crate::__private::module_path!(), "\0", $crate::__private::file!()),
            $crate::__private::line!(),
            &[$($names)*],
        )$(.name($name))?$(.target($target))?
    };
    ($kind:ident $level:tt $name:tt $target:tt $names:tt ($($text:tt)+)) => {
        $crate::__outline!($kind $level $name $target $names ()).text()
    };
}

/// `Some` of what is there.
#[doc(hidden)]
#[macro_export]
macro_rules! __some {
    () => {
        $crate::__private::Option::None
    };
    ($value:expr) => {
        $crate::__private::Option::Some($value)
    };
}

/// `Some` of a text.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    () => {
        $crate::__private::Option::None
    };
    ($($text:tt)+) => {
        $crate::__private::Option::Some($crate::__private::format_args!($($text)+))
    };
}

/// The fields behind `..`.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    () => {
        ()
    };
    ($list:expr) => {
        $crate::__private::List::new($list)
    };
}

/// Calls a macro with the import of what expressions may use by its bare name, see `sugar`. Left out where there are no
/// expressions, for it costs as much to compile as a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __sugared {
    ($next:ident $($with:tt)*) => {
        $crate::$next!($($with)* use $crate::__private::sugar::*;)
    };
}
