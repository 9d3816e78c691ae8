//! A facade without macros: `plain::info("stored", &[("rows", &3)])`. Calls tracing-core and nothing else.
//!
//! The price of functions is that a record does not know the place that it comes from: there is one callsite for each
//! level, with this module's path as its target.

use tracing_core::callsite::DefaultCallsite;
use tracing_core::field::{Field, Value, ValueRef, ValueSet};
use tracing_core::{Event, Kind, Level, Metadata, dispatcher, metadata};

macro_rules! facade {
    ($($(#[$doc:meta])* $name:ident $site:ident $metadata:ident $level:ident;)*) => {$(
        static $site: DefaultCallsite = DefaultCallsite::new(&$metadata);
        static $metadata: Metadata<'static> = metadata! {
            name: stringify!($name), target: module_path!(), level: Level::$level, fields: &["message"],
            callsite: &$site, kind: Kind::EVENT
        };

        $(#[$doc])*
        pub(crate) fn $name(message: &str, fields: &[(&str, &dyn Value)]) {
            // One load where nobody wants the level.
            if !$site.is_never() {
                emit(&$site, message, fields);
            }
        }
    )*};
}

facade! {
    /// Makes an event of the level `INFO`.
    info INFO_SITE INFO INFO;
    /// Makes an event of the level `DEBUG`.
    debug DEBUG_SITE DEBUG DEBUG;
}

fn emit(site: &'static DefaultCallsite, message: &str, fields: &[(&str, &dyn Value)]) {
    let verdict = site.ask();
    if verdict.is_refused() {
        return;
    }
    let metadata = site.describe();
    let mut values = vec![(Field::dynamic("message", metadata), ValueRef::Str(message))];
    values.extend(fields.iter().map(|(name, value)| (Field::dynamic(name, metadata), value.value_ref())));
    let values = ValueSet::from_named(metadata.fields(), &values);
    dispatcher::deliver(|dispatch| dispatch.event(&Event::new(metadata, &values).with_verdict(verdict)));
}

#[cfg(test)]
mod tests {
    use test_support::{Recorder, check};
    use tracing::{info_span, warn};

    use super::*;

    #[test]
    fn both_facades_meet_in_one_span() {
        check(
            || {
                let _job = info_span!("job", id = 7).entered();
                info("stored", &[("rows", &3_u64), ("table", &"items")]);
                warn!("late");
            },
            "
            job{id=7}
              INFO stored rows=3 table=\"items\"
              WARN late",
        );
    }

    #[test]
    fn values_keep_their_types_and_levels_their_filter() {
        let recorder = Recorder::new().types().max_level(Level::INFO);
        recorder.within(|| {
            info("a", &[("b", &-1), ("c", &true)]);
            debug("not wanted", &[]);
        });
        assert_eq!(recorder.tree(), "INFO a:str b=-1:i64 c=true:bool");
    }
}
