//! Filters and programs that are picked by chance: ours let through what the published ones do, where both mean the same,
//! and always what a model of the documentation lets through; texts that are picked by chance are read as the same.
//!
//! `SEEDS=100000 cargo test --release --test chance` tries more of them, `FIRST_SEED` others.

mod directives;
mod model;
mod texts;

use std::sync::{Mutex, PoisonError};

use self::directives::{Kind, list, text};
use self::model::Of;

/// The most verbose level of all subscribers has a say in what the published ones let through, so there is to be one.
static ALONE: Mutex<()> = Mutex::new(());

fn seeds() -> std::ops::Range<u64> {
    let number = |name, default| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let first = number("FIRST_SEED", 0);
    first..first + number("SEEDS", 300)
}

/// Says where two answers part, by the first few steps.
fn compare(about: &str, theirs: &[Vec<usize>; 2], mine: &[Vec<usize>; 2], seed: u64) -> bool {
    for (how, theirs, mine) in [("all", &theirs[0], &mine[0]), ("one", &theirs[1], &mine[1])] {
        if theirs != mine {
            println!("seed {seed}, `{about}`, as the filter of {how}:");
            let steps = ours::chance::steps(seed, false);
            let lost = theirs.iter().filter(|step| !mine.contains(step)).map(|step| ('-', *step));
            let more = mine.iter().filter(|step| !theirs.contains(step)).map(|step| ('+', *step));
            for (sign, step) in lost.chain(more).take(3) {
                println!("  {sign} {step}: {:?}", steps[step]);
            }
        }
    }
    theirs == mine
}

#[test]
fn directives_on_targets_mean_the_same() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut bad = 0;
    for seed in seeds() {
        let text = text(&list(seed, Kind::Targets));
        let pairs = [
            ("EnvFilter", published::chance::env(&text, seed, false), ours::chance::env(&text, seed, false)),
            ("Targets", published::chance::targets(&text, seed), ours::chance::targets(&text, seed)),
        ];
        for (what, theirs, mine) in pairs {
            let about = format!("{what} {text}");
            bad += usize::from(!compare(&about, &theirs.expect(&text), &mine.expect(&text), seed));
        }
    }
    assert_eq!(bad, 0);
}

#[test]
fn directives_on_spans_and_values_that_let_more_through_mean_the_same() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut bad = 0;
    for seed in seeds() {
        let text = text(&list(seed, Kind::More));
        let (theirs, mine) = (published::chance::env(&text, seed, false), ours::chance::env(&text, seed, false));
        bad += usize::from(!compare(&text, &theirs.expect(&text), &mine.expect(&text), seed));
    }
    assert_eq!(bad, 0);
}

/// The steps at which an answer and the model part.
fn check(seed: u64, is_wild: bool, kind: Kind) -> bool {
    let list = list(seed, kind);
    let (text, steps) = (text(&list), ours::chance::steps(seed, is_wild));
    let mut good = true;
    for (mine, what) in ours::chance::env(&text, seed, is_wild).expect(&text).into_iter().zip([Of::All, Of::One]) {
        let expected = model::seen(&list, None, &steps, what);
        for step in (0..steps.len()).filter(|step| expected.contains(step) != mine.contains(step)).take(2) {
            println!(
                "seed {seed}, `{text}`, {what:?}, expected {}, {step}: {:?}",
                expected.contains(&step),
                steps[step]
            );
            good = false;
        }
    }
    good
}

#[test]
fn ours_do_what_the_documentation_says() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let count = |is_wild, kind| seeds().filter(|seed| !check(*seed, is_wild, kind)).count();
    let bad = [(false, Kind::More), (false, Kind::Any), (true, Kind::Any)].map(|(is_wild, kind)| count(is_wild, kind));
    assert_eq!(bad, [0; 3]);
}

#[test]
fn a_filter_that_is_exchanged_matches_open_spans_as_the_documentation_says() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut bad = 0;
    for seed in seeds() {
        let lists = [list(seed, Kind::Any), list(!seed, Kind::Any)];
        let (texts, steps) = (lists.each_ref().map(|list| text(list)), ours::chance::steps(seed, true));
        let mine = ours::chance::exchanged([&texts[0], &texts[1]], seed);
        for (mine, what) in mine.into_iter().zip([Of::All, Of::One]) {
            let expected = model::seen(&lists[0], Some(&lists[1]), &steps, what);
            if expected != mine {
                println!("seed {seed}, `{}`, then `{}`, {what:?}", texts[0], texts[1]);
                let parts = |step: &usize| expected.contains(step) != mine.contains(step);
                for step in (0..steps.len()).filter(parts).take(2) {
                    println!("  expected {}, {step}: {:?}", expected.contains(&step), steps[step]);
                }
                bad += 1;
            }
        }
    }
    assert_eq!(bad, 0);
}

#[test]
fn texts_are_read_as_the_same() {
    let mut bad = 0;
    for seed in seeds().flat_map(|seed| seed * 20..seed * 20 + 20) {
        let text = texts::text(seed);
        let (theirs, mine) = (published::filters::read_as(&text).map(texts::once), ours::filters::read_as(&text));
        for ((theirs, mine), reader) in theirs.iter().zip(&mine).zip(["EnvFilter", "Directive", "Targets"]) {
            if theirs != mine && !texts::is_meant(&text, reader) {
                println!("{text:?} as {reader}\n  - {theirs:?}\n  + {mine:?}");
                bad += 1;
            }
        }
    }
    assert_eq!(bad, 0);
}
