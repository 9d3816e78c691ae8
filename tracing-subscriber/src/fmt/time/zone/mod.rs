//! The time zone of the place: the variable `TZ`, or `/etc/localtime`. Called by the clocks of local time.
//!
//! The C library's `localtime_r` reads the environment without a lock, so a program may not call it while another thread
//! changes a variable. This reads `TZ` once, through `std`, which has a lock, and the zone's file once.

use std::{env, fs, path::PathBuf, sync::OnceLock};

mod posix;
mod tzif;

use posix::Rule;
use tzif::Table;

/// Where the files of zones are.
const DIRECTORIES: [&str; 3] = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"];

/// A zone: its history, then a rule for what comes after.
#[derive(Debug, Default)]
pub(super) struct Zone {
    table: Table,
    rule: Option<Rule>,
}

/// The offset from UTC, in seconds, that holds here at that second of Unix time; `None` if the zone is not known.
pub(super) fn offset_at(second: i64) -> Option<i32> {
    static HERE: OnceLock<Option<Zone>> = OnceLock::new();
    HERE.get_or_init(|| here(env::var("TZ").ok().as_deref())).as_ref()?.offset_at(second)
}

/// The zone that the variable names.
fn here(variable: Option<&str>) -> Option<Zone> {
    match variable.map(|name| name.strip_prefix(':').unwrap_or(name)) {
        None => Zone::read("/etc/localtime".into()).or_else(|| cfg!(unix).then(Zone::utc)),
        Some("") => Some(Zone::utc()),
        Some(name) => named(name).or_else(|| Some(Zone { table: Table::default(), rule: Some(Rule::parse(name)?) })),
    }
}

/// The zone in the file of that name.
fn named(name: &str) -> Option<Zone> {
    if name.starts_with('/') {
        return Zone::read(name.into());
    }
    // Names do not lead out of the directory.
    if name.split('/').any(|part| part == "..") {
        return None;
    }
    DIRECTORIES.iter().find_map(|directory| Zone::read(PathBuf::from(directory).join(name)))
}

impl Zone {
    fn utc() -> Self {
        Self { table: Table::default(), rule: Some(Rule::fixed(0)) }
    }

    fn read(path: PathBuf) -> Option<Self> {
        Self::parse(&fs::read(path).ok()?)
    }

    /// Reads the contents of a zone's file.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (table, rest) = Table::parse(bytes)?;
        Some(Self { table, rule: rest.and_then(Rule::parse) })
    }

    fn offset_at(&self, second: i64) -> Option<i32> {
        match &self.rule {
            Some(rule) if self.table.is_past(second) => Some(rule.offset_at(second)),
            _ => self.table.offset_at(second),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-15T12:00:00Z and 2026-07-15T12:00:00Z.
    const WINTER: i64 = 1_768_478_400;
    const SUMMER: i64 = 1_784_116_800;

    #[test]
    fn the_variable_may_hold_a_rule() {
        let prague = here(Some("CET-1CEST,M3.5.0,M10.5.0/3")).unwrap();
        assert_eq!((prague.offset_at(WINTER), prague.offset_at(SUMMER)), (Some(3600), Some(7200)));
        assert_eq!(here(Some("")).unwrap().offset_at(SUMMER), Some(0));
        assert_eq!(here(Some("<+0530>-5:30")).unwrap().offset_at(SUMMER), Some(19_800));
    }

    #[test]
    fn nonsense_is_no_zone() {
        for name in ["no such zone", "../../etc/passwd", "/dev/null", "X", "CET-1CEST,M3"] {
            assert!(here(Some(name)).is_none(), "{name}");
        }
    }

    #[test]
    fn files_of_zones_are_read_where_there_are_any() {
        let Some(zone) = here(Some("Europe/Prague")) else { return };
        assert_eq!((zone.offset_at(WINTER), zone.offset_at(SUMMER)), (Some(3600), Some(7200)));
        // 1985-07-01 and 1975-07-01: with summer time, and before there was.
        assert_eq!((zone.offset_at(489_024_000), zone.offset_at(173_404_800)), (Some(7200), Some(3600)));
        let Some(zone) = here(Some("Asia/Kolkata")) else { return };
        assert_eq!(zone.offset_at(WINTER), Some(19_800));
    }

    #[test]
    fn here_and_now_has_an_offset() {
        assert!(offset_at(WINTER).is_none_or(|offset| offset.abs() <= 24 * 3600));
    }
}
