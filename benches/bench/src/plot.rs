//! Bars as SVG, one picture per group of scenarios. Called by `report`.

use std::fmt::Write;

/// One scenario: its bars by implementation, and the bound on ours in units of the published crates' bar.
pub struct Bars {
    pub name: String,
    /// Implementation and nanoseconds.
    pub values: Vec<(&'static str, f64)>,
    pub target: Option<f64>,
}

const WIDTH: f64 = 760.0;
const LABELS: f64 = 230.0;
const BAR: f64 = 13.0;
const GAP: f64 = 12.0;
/// The widest bar that is drawn to scale, in units of the published crates' bar.
const WIDEST: f64 = 1.25;

/// Draws each scenario to its own scale: the published crates' bar is always as long, so that lengths are ratios.
pub fn svg(title: &str, groups: &[Bars]) -> String {
    let bars: usize = groups.iter().map(|group| group.values.len()).sum();
    let height = 40.0 + bars as f64 * BAR + groups.len() as f64 * GAP;
    let unit = (WIDTH - LABELS - 110.0) / WIDEST;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"8\" y=\"20\" font-size=\"14\">{title}: time per operation; the published crates' bar is one unit, a mark is the target</text>\n"
    );
    let mut y = 34.0;
    for group in groups {
        let published = group.values.iter().find(|(name, _)| *name == "published").map_or(1.0, |(_, value)| *value);
        let top = y;
        let _ = writeln!(text, "<text x=\"8\" y=\"{:.1}\">{}</text>", y + BAR - 3.0, group.name);
        for (implementation, value) in &group.values {
            let ratio = value / published;
            let length = (ratio.min(WIDEST) * unit).max(1.0);
            let _ = writeln!(
                text,
                "<rect x=\"{LABELS}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{:.1}\" fill=\"{}\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" fill=\"#444\">{implementation} {value:.1} ns</text>",
                BAR - 2.0,
                colour(implementation),
                LABELS + length + 4.0,
                y + BAR - 4.0
            );
            y += BAR;
        }
        if let Some(target) = group.target {
            let x = LABELS + target.min(WIDEST) * unit;
            let _ = writeln!(
                text,
                "<path d=\"M{x:.1} {:.1}V{:.1}\" stroke=\"black\" stroke-width=\"1.5\"/>",
                top - 2.0,
                top + BAR
            );
        }
        y += GAP;
    }
    text.push_str("</svg>\n");
    text
}

fn colour(implementation: &str) -> &'static str {
    match implementation {
        "ours" => "#2a7de1",
        "published" => "#e08a2a",
        _ => "#b8b8b8",
    }
}
