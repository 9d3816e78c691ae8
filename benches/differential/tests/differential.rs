//! What ours write is what the published crates write.

use differential::{ours, published};

/// Makes outputs comparable: the module's name, and measured times.
fn normal(text: &str) -> String {
    let mut out = String::new();
    for line in text.replace("differential::published", "differential::ours").lines() {
        out.push_str(&masked(line));
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

#[test]
fn outputs_are_the_same() {
    let theirs = published::cases().into_iter().chain(published::stacks());
    let mine = ours::cases().into_iter().chain(ours::stacks());
    let mut bad = Vec::new();
    for ((name, theirs), (_, mine)) in theirs.zip(mine) {
        let (theirs, mine) = (normal(&theirs), normal(&mine));
        if theirs != mine {
            let (theirs, mine): (Vec<_>, Vec<_>) = (theirs.lines().collect(), mine.lines().collect());
            println!("{name}: {} lines published, {} of ours", theirs.len(), mine.len());
            for (theirs, mine) in theirs.iter().zip(&mine).filter(|(theirs, mine)| theirs != mine).take(4) {
                println!("  published {theirs:?}\n  ours      {mine:?}");
            }
            bad.push(name);
        }
    }
    assert!(bad.is_empty(), "{} differ: {bad:?}", bad.len());
}
