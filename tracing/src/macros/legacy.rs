//! Hidden macros that other crates have come to use. Those of this crate do without them.

/// Makes the callsite of a span or event, registers it, and gives a reference to it.
#[doc(hidden)]
#[macro_export]
macro_rules! callsite {
    (name: $name:expr, kind: $kind:expr, fields: $($fields:tt)*) => {
        $crate::callsite!(name: $name, kind: $kind, target: $crate::__private::module_path!(),
            level: $crate::Level::TRACE, fields: $($fields)*)
    };
    (name: $name:expr, kind: $kind:expr, level: $level:expr, fields: $($fields:tt)*) => {
        $crate::callsite!(name: $name, kind: $kind, target: $crate::__private::module_path!(),
            level: $level, fields: $($fields)*)
    };
    (name: $name:expr, kind: $kind:expr, target: $target:expr, level: $level:expr, fields: $($fields:tt)*) => {{
        static __CALLSITE: $crate::callsite::DefaultCallsite = $crate::callsite2!(
            name: $name, kind: $kind, target: $target, level: $level, fields: $($fields)*);
        __CALLSITE.register();
        &__CALLSITE
    }};
}

/// Makes the callsite of a span or event, as the value of a static named `__CALLSITE`.
#[doc(hidden)]
#[macro_export]
macro_rules! callsite2 {
    (name: $name:expr, kind: $kind:expr, fields: $($fields:tt)*) => {
        $crate::callsite2!(name: $name, kind: $kind, target: $crate::__private::module_path!(),
            level: $crate::Level::TRACE, fields: $($fields)*)
    };
    (name: $name:expr, kind: $kind:expr, level: $level:expr, fields: $($fields:tt)*) => {
        $crate::callsite2!(name: $name, kind: $kind, target: $crate::__private::module_path!(),
            level: $level, fields: $($fields)*)
    };
    (name: $name:expr, kind: $kind:expr, target: $target:expr, level: $level:expr, fields: $($fields:tt)*) => {{
        static META: $crate::Metadata<'static> = $crate::metadata! {
            name: $name,
            target: $target,
            level: $level,
            fields: $crate::fieldset!($($fields)*),
            callsite: &__CALLSITE,
            kind: $kind,
        };
        $crate::callsite::DefaultCallsite::new(&META)
    }};
}

/// Tells whether a level is compiled in, and wanted by any live subscriber.
#[doc(hidden)]
#[macro_export]
macro_rules! level_enabled {
    ($level:expr) => {
        $level <= $crate::level_filters::STATIC_MAX_LEVEL && $level <= $crate::level_filters::LevelFilter::current()
    };
}

/// Gives the names of fields, as a static list.
#[doc(hidden)]
#[macro_export]
macro_rules! fieldset {
    ($($fields:tt)*) => {
        $crate::__fields!({__fieldset} [] [] [] $($fields)*)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __fieldset {
    ([$($name:expr,)*] $values:tt () $list:tt) => {
        &[$($crate::__field_name!($name)),*]
    };
    ([$($name:expr,)*] $values:tt $text:tt $list:tt) => {
        &["message" $(, $crate::__field_name!($name))*]
    };
}

/// A name as a subscriber shall see it, worked out by the compiler.
#[doc(hidden)]
#[macro_export]
macro_rules! __field_name {
    ($name:expr) => {{
        const NAME: $crate::__macro_support::FieldName<{ $crate::__macro_support::FieldName::len($name) }> =
            $crate::__macro_support::FieldName::new($name);
        NAME.as_str()
    }};
}

/// Makes a set of values for some of `fields`, which are found by name.
#[doc(hidden)]
#[macro_export]
macro_rules! valueset {
    ($fields:expr, $($values:tt)*) => {
        $crate::__fields!({__valueset $fields,} [] [] [] $($values)*)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __valueset {
    ($fields:expr, [$($name:expr,)*] [$($value:expr,)*] () $list:tt) => {
        $crate::field::ValueSet::from_named($fields, &[$(($crate::__private::field_of($fields, $name), $value)),*])
    };
    ($fields:expr, [$($name:expr,)*] [$($value:expr,)*] ($($text:tt)+) $list:tt) => {
        $crate::__valueset!($fields, ["message", $($name,)*] [
            $crate::__private::ValueRef::Message(&$crate::__private::format_args!($($text)+)),
            $($value,)*] () $list)
    };
}

/// Makes a set of values for all of `fields`, in their order.
#[doc(hidden)]
#[macro_export]
macro_rules! valueset_all {
    ($fields:expr, $($values:tt)*) => {
        $crate::__fields!({__valueset_all $fields,} [] [] [] $($values)*)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __valueset_all {
    ($fields:expr, $names:tt [$($value:expr,)*] () $list:tt) => {
        $crate::field::ValueSet::from_refs($fields, &[$($value),*])
    };
    ($fields:expr, $names:tt [$($value:expr,)*] ($($text:tt)+) $list:tt) => {
        $crate::field::ValueSet::from_refs($fields, &[
            $crate::__private::ValueRef::Message(&$crate::__private::format_args!($($text)+)),
            $($value),*])
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __tracing_stringify {
    ($($tokens:tt)*) => {
        $crate::__macro_support::stringify!($($tokens)*)
    };
}

/// The level of `log` that bears the name of one of ours. With the feature `log`.
#[doc(hidden)]
#[macro_export]
macro_rules! level_to_log {
    ($level:expr) => {
        $crate::log::to_log($level)
    };
}

/// Runs a block if `log` wants records of a level.
#[doc(hidden)]
#[macro_export]
macro_rules! if_log_enabled {
    ($level:expr, $then:block) => {
        $crate::if_log_enabled! { $level, $then else {} }
    };
    ($level:expr, $then:block else $else:block) => {
        if $crate::__private::log_wants($level) $then else $else
    };
}

/// Makes a record of `log` from a set of values.
#[doc(hidden)]
#[macro_export]
macro_rules! __tracing_log {
    ($level:expr, $callsite:expr, $values:expr) => {
        $crate::if_log_enabled! { $level, { $crate::__private::log_event($callsite.describe(), $values); } }
    };
}
