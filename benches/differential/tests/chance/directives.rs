//! Lists of directives that are picked by a seed, as text and as what the text says. Called by the test beside.

use std::fmt;

use ours::random::Random;

/// What kind of list: how much of it means the same to both filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// On targets alone.
    Targets,
    /// Those, and others on spans and values, which let more through, all up to one level.
    More,
    /// Anything.
    Any,
}

#[derive(Clone, Debug)]
pub struct Directive {
    pub target: Option<&'static str>,
    pub span: Option<&'static str>,
    pub fields: Vec<(&'static str, Option<&'static str>)>,
    /// 0 is `off`.
    pub level: usize,
}

impl Directive {
    pub fn is_dynamic(&self) -> bool {
        self.span.is_some() || !self.fields.is_empty()
    }

    pub fn has_values(&self) -> bool {
        self.fields.iter().any(|(_, value)| value.is_some())
    }

    /// What it says: target, span, fields, values. The more decides.
    pub fn rank(&self) -> (usize, bool, usize, usize) {
        let values = self.fields.iter().filter(|(_, value)| value.is_some()).count();
        (self.target.map_or(0, |target| target.len() + 1), self.span.is_some(), self.fields.len(), values)
    }

    fn is_on_the_same(&self, other: &Self) -> bool {
        self.target == other.target && self.span == other.span && self.fields == other.fields
    }
}

impl fmt::Display for Directive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.target.unwrap_or(""))?;
        if self.is_dynamic() {
            write!(f, "[{}", self.span.unwrap_or(""))?;
            for (n, (name, value)) in self.fields.iter().enumerate() {
                write!(f, "{}{name}", if n == 0 { "{" } else { "," })?;
                value.map_or(Ok(()), |value| write!(f, "={value}"))?;
            }
            f.write_str(if self.fields.is_empty() { "]" } else { "}]" })?;
        }
        if self.target.is_some() || self.is_dynamic() {
            f.write_str("=")?;
        }
        f.write_str(["off", "error", "warn", "info", "debug", "trace"][self.level])
    }
}

const FIELDS: [(&str, Option<&str>); 13] = [
    ("id", None),
    ("id", Some("7")),
    ("id", Some("-1")),
    ("id", Some("true")),
    ("name", None),
    ("name", Some("bob")),
    ("name", Some("bo.*")),
    ("name", Some("b|al")),
    ("flag", Some("true")),
    ("ratio", Some("0.5")),
    ("ratio", Some("nan")),
    ("ratio", Some("1")),
    ("nothing", None),
];

pub fn list(seed: u64, kind: Kind) -> Vec<Directive> {
    let random = &mut Random::new(seed ^ 0xD1EC);
    let mut list = Vec::new();
    for _ in 0..random.below(5) {
        let target =
            random.pick(&[None, Some("app"), Some("app::db"), Some("appl"), Some("hyper"), Some("h"), Some("x")]);
        list.push(Directive { target, span: None, fields: Vec::new(), level: random.below(6) });
    }
    let highest = list.iter().map(|directive| directive.level).max().unwrap_or(0);
    let more = (highest..6).nth(random.below(6 - highest)).unwrap().max(1);
    for _ in 0..if kind == Kind::Targets { 0 } else { 1 + random.below(3) } {
        let target = random.pick(&[None, None, None, Some("app"), Some("app::db"), Some("h")]);
        let mut span = random.pick(&[None, Some("request"), Some("late"), Some("plain"), Some("other")]);
        let mut fields = Vec::new();
        if span.is_none() || random.coin() {
            fields.push(random.pick(&FIELDS));
        }
        // Lists of the published filter cannot hold directives with several fields.
        if kind == Kind::Any && random.below(4) == 0 {
            fields.push(random.pick(&FIELDS));
            fields.dedup_by_key(|field| field.0);
        }
        if kind == Kind::More && span.is_none() {
            // On events they mean something else, and on the mere presence of a field they take spans away.
            span = fields.iter().any(|field| field.0 == "id" || field.1.is_none()).then_some("request");
        }
        list.push(Directive { target, span, fields, level: if kind == Kind::Any { random.below(6) } else { more } });
    }
    // In any order; of two on the same records, the later one is kept.
    for at in (1..list.len()).rev() {
        list.swap(at, random.below(at + 1));
    }
    list
}

/// The list as text.
pub fn text(list: &[Directive]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Without those that a later one replaces.
pub fn in_force(list: &[Directive]) -> Vec<Directive> {
    let is_last = |at: usize| !list[at + 1..].iter().any(|later| later.is_on_the_same(&list[at]));
    (0..list.len()).filter(|&at| is_last(at)).map(|at| list[at].clone()).collect()
}
