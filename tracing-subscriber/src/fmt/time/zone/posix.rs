//! The rule for a zone's offset as a string, `CET-1CEST,M3.5.0,M10.5.0/3`: in `TZ`, and at the end of zones' files.

const DAY: i64 = 86_400;

/// A rule: one offset, or two that follow each other through the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    standard: i32,
    summer: Option<Summer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Summer {
    offset: i32,
    begin: Turn,
    end: Turn,
}

/// A moment of each year, in the local time that holds before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Turn {
    day: Day,
    second: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    /// `J60`: counted from 1, where the leap day has no number.
    Julian(i64),
    /// `59`: counted from 0, the leap day too.
    OfYear(i64),
    /// `M3.5.0`: month, week (5 is the last), day of the week from Sunday.
    OfWeek { month: i64, week: i64, weekday: i64 },
}

impl Rule {
    /// The same offset at all times.
    pub(super) fn fixed(standard: i32) -> Self {
        Self { standard, summer: None }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rest = name(text)?;
        // In the string, offsets count to the west.
        let standard = -time(&mut rest)?;
        if rest.is_empty() {
            return Some(Self::fixed(standard));
        }
        rest = name(rest)?;
        let offset = if rest.is_empty() || rest.starts_with(',') { standard + 3600 } else { -time(&mut rest)? };
        // Without dates, those that the C library takes too.
        let dates = if rest.is_empty() { ",M3.2.0,M11.1.0" } else { rest };
        let (begin, end) = dates.strip_prefix(',')?.split_once(',')?;
        Some(Self { standard, summer: Some(Summer { offset, begin: Turn::parse(begin)?, end: Turn::parse(end)? }) })
    }

    pub(super) fn offset_at(&self, second: i64) -> i32 {
        let Some(summer) = self.summer else { return self.standard };
        let year = year_of((second + i64::from(self.standard)).div_euclid(DAY));
        let begin = summer.begin.moment(year, self.standard);
        let end = summer.end.moment(year, summer.offset);
        // South of the equator, summer goes over the turn of the year.
        let is_summer = if begin <= end { (begin..end).contains(&second) } else { !(end..begin).contains(&second) };
        if is_summer { summer.offset } else { self.standard }
    }
}

impl Turn {
    fn parse(text: &str) -> Option<Self> {
        let (day, second) = text.split_once('/').map_or((text, None), |(day, time)| (day, Some(time)));
        let second = match second {
            Some(mut text) => time(&mut text).filter(|_| text.is_empty())?,
            None => 2 * 3600,
        };
        let day = if let Some(day) = day.strip_prefix('J') {
            Day::Julian(day.parse().ok().filter(|day| (1..=365).contains(day))?)
        } else if let Some(day) = day.strip_prefix('M') {
            let mut parts = day.splitn(3, '.').map(|part| part.parse::<i64>().ok());
            let (month, week, weekday) = (parts.next()??, parts.next()??, parts.next()??);
            let is_valid = (1..=12).contains(&month) && (1..=5).contains(&week) && (0..=6).contains(&weekday);
            is_valid.then_some(Day::OfWeek { month, week, weekday })?
        } else {
            Day::OfYear(day.parse().ok().filter(|day| (0..=365).contains(day))?)
        };
        Some(Self { day, second })
    }

    /// The second of Unix time at which it is in that year.
    fn moment(self, year: i64, offset: i32) -> i64 {
        let january = days_before(year);
        let day = match self.day {
            Day::Julian(day) => january + day - 1 + i64::from(is_leap(year) && day >= 60),
            Day::OfYear(day) => january + day,
            Day::OfWeek { month, week, weekday } => {
                let first = january + (1..month).map(|month| length(year, month)).sum::<i64>();
                // 1970-01-01 was a Thursday.
                let until = (weekday - (first + 4)).rem_euclid(7);
                let mut day = until + (week - 1) * 7;
                if day >= length(year, month) {
                    day -= 7;
                }
                first + day
            }
        };
        day * DAY + i64::from(self.second) - i64::from(offset)
    }
}

/// Skips the name of an offset: letters, or anything between angle brackets.
fn name(text: &str) -> Option<&str> {
    if let Some(quoted) = text.strip_prefix('<') {
        return quoted.split_once('>').map(|(_, rest)| rest);
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    (text.len() - rest.len() >= 3).then_some(rest)
}

/// Reads `[+-]hh[:mm[:ss]]`, in seconds.
fn time(text: &mut &str) -> Option<i32> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut total = 0;
    for (unit, bound) in [(3600, 167), (60, 59), (1, 59)] {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        total += unit * rest[..digits].parse::<i32>().ok().filter(|n| *n <= bound)?;
        rest = &rest[digits..];
        match rest.strip_prefix(':') {
            Some(more) if unit > 1 => rest = more,
            _ => break,
        }
    }
    *text = rest;
    Some(sign * total)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn length(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day on which a year begins, counted from 1970-01-01.
fn days_before(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) - 719_162
}

/// The year that a day falls into.
fn year_of(day: i64) -> i64 {
    // 400 years have 146,097 days, so this guess is at most one year off.
    let guess = 1970 + (day * 400).div_euclid(146_097);
    (guess - 1..=guess + 1).rfind(|year| days_before(*year) <= day).unwrap_or(guess)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_years() {
        assert_eq!(days_before(1970), 0);
        assert_eq!(days_before(2000), 10_957);
        assert_eq!(days_before(1969), -365);
        for year in -3000..9000 {
            assert_eq!(year_of(days_before(year)), year);
            assert_eq!(year_of(days_before(year + 1) - 1), year);
        }
    }

    #[test]
    fn summer_begins_and_ends_at_its_second() {
        let prague = Rule::parse("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        // 2026-03-29T01:00:00Z and 2026-10-25T01:00:00Z.
        for (moment, before, after) in [(1_774_746_000, 3600, 7200), (1_792_890_000, 7200, 3600)] {
            assert_eq!((prague.offset_at(moment - 1), prague.offset_at(moment)), (before, after));
        }
        let new_york = Rule::parse("EST5EDT,M3.2.0,M11.1.0").unwrap();
        assert_eq!(Rule::parse("EST5EDT"), Some(new_york));
        // 2026-03-08T07:00:00Z.
        assert_eq!((new_york.offset_at(1_772_953_199), new_york.offset_at(1_772_953_200)), (-18_000, -14_400));
    }

    #[test]
    fn summer_may_go_over_the_turn_of_the_year() {
        let sydney = Rule::parse("AEST-10AEDT,M10.1.0,M4.1.0/3").unwrap();
        // 2026-01-15 and 2026-07-15.
        assert_eq!((sydney.offset_at(1_768_478_400), sydney.offset_at(1_784_116_800)), (39_600, 36_000));
    }

    #[test]
    fn days_may_be_numbers() {
        let rule = Rule::parse("AAA0BBB,J60/0,300/-1:30").unwrap();
        // 2024-03-01T00:00:00Z: the leap day has no number.
        assert_eq!((rule.offset_at(1_709_251_199), rule.offset_at(1_709_251_200)), (0, 3600));
        assert!(Rule::parse("AAA0BBB,J0,1").is_none());
        assert!(Rule::parse("AAA0BBB,M13.1.0,1").is_none());
        assert!(Rule::parse("AAA0:60").is_none());
    }
}
