//! What ours write is what the published crates write.

use ours::outputs as ours;
use published::outputs as published;

/// Makes outputs comparable: the folder of the package, numbers of threads, and measured times.
fn normal(text: &str) -> String {
    let mut out = String::new();
    for line in text.replace("published/../src", "ours/../src").lines() {
        let line = masked(line);
        // How a callsite is shown is its own affair.
        let line = line.split_once("callsite: ").map_or(&*line, |(before, _)| before);
        match line.split_once("ThreadId(") {
            Some((before, after)) => {
                out.push_str(before);
                out.push_str("ThreadId(N");
                out.push_str(after.trim_start_matches(|c: char| c.is_ascii_digit()));
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// Replaces what stands behind `time.busy` and `time.idle` up to the unit.
fn masked(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("time.busy").into_iter().chain(rest.find("time.idle")).min() {
        let (before, after) = rest.split_at(at + "time.busy".len());
        out.push_str(before);
        let number = after.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        // Colour codes have digits too; the time is what ends in a unit.
        let unit = after.find("s").unwrap_or(number);
        let start = after[..unit].rfind(|c: char| !(c.is_ascii_digit() || ".nµm".contains(c))).map_or(0, |i| i + 1);
        out.push_str(&after[..start]);
        out.push('T');
        rest = &after[unit..];
    }
    out.push_str(rest);
    out
}

/// What ours write instead, and why it differs on purpose.
enum Intended {
    /// The output with these replacements.
    Replaced(&'static [(&'static str, &'static str)]),
    /// Something else: what values do to a terminal, which tests of its own look at.
    Other,
}

/// The cases that differ, by the beginning of their name.
const INTENDED: &[(&str, Intended)] = {
    use Intended::{Other, Replaced};
    &[
        // Nothing of a value acts on a terminal or begins a line; `raw` is the switch that lets it.
        ("full_hostile_raw", Replaced(&[])),
        ("full_hostile", Other),
        ("compact_hostile", Other),
        ("pretty_hostile", Other),
        ("json_hostile", Other),
        // Of two values of one field, the later one is shown.
        ("full_twice", Replaced(&[("a=1 b=2 a=3", "a=3 b=2")])),
        ("custom_twice", Replaced(&[("a=1 b=2 a=3", "a=3 b=2")])),
        // Several layers show one value once.
        ("two_layers", Replaced(&[("a=\"first\" a=\"first\"", "a=\"first\""), ("c=3 c=3", "c=3")])),
        // No key is there twice.
        (
            "json_reserved_flat",
            Replaced(&[
                (
                    "\"message\":\"reserved\",\"level\":\"mine\",\"target\":4",
                    "\"message\":\"reserved\",\"fields.level\":\"mine\",\"fields.target\":4",
                ),
                ("\"name\":\"own\"", "\"fields.name\":\"own\""),
            ]),
        ),
        ("json_reserved", Replaced(&[("\"name\":\"own\"", "\"fields.name\":\"own\"")])),
        // The format's own wish for colours holds for the fields of spans too.
        ("event_format_noansi", Replaced(&[("\x1b[3m", ""), ("\x1b[2m", ""), ("\x1b[0m", "")])),
        ("event_format_ansi", Other),
        // Fields that were recorded later are joined as the others are.
        ("pretty_plain_fields", Replaced(&[("2 a: \"first\"", "2, a: \"first\""), ("\"first\" c", "\"first\", c")])),
        (
            "pretty_ansi_fields",
            Replaced(&[("2 \x1b[1ma", "2, \x1b[1ma"), ("\"first\" \x1b[1mc", "\"first\", \x1b[1mc")]),
        ),
        ("fields_pretty_full", Other),
        // A broken clock does not lose the event.
        ("json_timer_broken", Other),
    ]
};

/// Prints where two lists of cases differ, and fails if they do.
fn compare<N: AsRef<str>>(
    theirs: impl IntoIterator<Item = (N, String)>,
    mine: impl IntoIterator<Item = (N, String)>,
    intended: &[(&str, Intended)],
) {
    let mut bad = Vec::new();
    for ((name, theirs), (_, mine)) in theirs.into_iter().zip(mine) {
        let name = name.as_ref();
        let (mut theirs, mine) = (normal(&theirs), normal(&mine));
        match intended.iter().find(|(prefix, _)| name.starts_with(prefix)) {
            Some((_, Intended::Other)) => continue,
            Some((_, Intended::Replaced(pairs))) => {
                for (from, to) in *pairs {
                    theirs = theirs.replace(from, to);
                }
            }
            None => {}
        }
        if theirs != mine {
            let (theirs, mine): (Vec<_>, Vec<_>) = (theirs.lines().collect(), mine.lines().collect());
            println!("{name}: {} lines published, {} of ours", theirs.len(), mine.len());
            for (theirs, mine) in theirs.iter().zip(&mine).filter(|(theirs, mine)| theirs != mine).take(4) {
                println!("  published {theirs:?}\n  ours      {mine:?}");
            }
            bad.push(name.to_owned());
        }
    }
    assert!(bad.is_empty(), "{} differ: {bad:?}", bad.len());
}

#[test]
fn outputs_are_the_same() {
    let theirs = published::cases().into_iter().chain(published::stacks());
    let mine = ours::cases().into_iter().chain(ours::stacks());
    compare(theirs, mine, INTENDED);
}

#[test]
fn outputs_are_the_same_with_each_setting_of_each_format() {
    compare(::published::builders::cases(), ::ours::builders::cases(), &[]);
}

#[test]
fn outputs_are_the_same_of_what_is_put_together_from_parts() {
    compare(::published::parts::cases(), ::ours::parts::cases(), &[]);
}

#[test]
fn outputs_of_random_programs_are_the_same() {
    let seeds = std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(2000);
    let mut bad = 0;
    for seed in 0..seeds {
        let ((about, theirs), (_, mine)) = (::published::random::case(seed), ::ours::random::case(seed));
        let (theirs, mine) = (normal(&theirs), normal(&mine));
        if theirs != mine {
            bad += 1;
            let (theirs, mine): (Vec<_>, Vec<_>) = (theirs.lines().collect(), mine.lines().collect());
            println!("{about}: {} lines published, {} of ours", theirs.len(), mine.len());
            for (theirs, mine) in theirs.iter().zip(&mine).filter(|(theirs, mine)| theirs != mine).take(2) {
                println!("  published {theirs:?}\n  ours      {mine:?}");
            }
        }
    }
    assert_eq!(bad, 0, "of {seeds}");
}
