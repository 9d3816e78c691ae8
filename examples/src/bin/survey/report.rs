//! The report: what the files hold together. Filled by `source` and `findings` file by file, added up by `main` in the
//! order of the paths, so that it does not depend on the order of the threads.

use std::cmp::Reverse;
use std::fmt;
use std::path::Path;

use crate::walk::shown;

/// Something that could not be entered, read or parsed.
pub(crate) struct Failure {
    pub(crate) path: String,
    /// Line and column, both from 1.
    pub(crate) position: Option<(usize, usize)>,
    pub(crate) reason: String,
}

/// A function by place and name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Function {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) name: String,
}

/// One file's part.
#[derive(Default)]
pub(crate) struct FileReport {
    pub(crate) lines: usize,
    pub(crate) code_lines: usize,
    pub(crate) functions: usize,
    pub(crate) unsafe_blocks: usize,
    pub(crate) unexplained: usize,
    pub(crate) undocumented: usize,
    pub(crate) direction_lines: usize,
    pub(crate) longest: Longest,
    pub(crate) failure: Option<Failure>,
}

/// The ten longest functions, longest first; among equals, in the order of their places.
#[derive(Default)]
pub(crate) struct Longest(Vec<(Reverse<usize>, Function)>);

impl Longest {
    const MOST: usize = 10;

    /// Takes a function if it is among the longest. Only then is it made.
    pub(crate) fn offer(&mut self, lines: usize, function: impl FnOnce() -> Function) {
        if self.0.len() == Self::MOST && self.0.last().is_some_and(|(Reverse(least), _)| lines < *least) {
            return;
        }
        let entry = (Reverse(lines), function());
        let at = self.0.partition_point(|other| *other <= entry);
        self.0.insert(at, entry);
        self.0.truncate(Self::MOST);
    }
}

/// The whole.
pub(crate) struct Report {
    dir: String,
    files: usize,
    pub(crate) lines: usize,
    code_lines: usize,
    pub(crate) functions: usize,
    unsafe_blocks: usize,
    unexplained: usize,
    undocumented: usize,
    direction_lines: usize,
    longest: Longest,
    pub(crate) failures: Vec<Failure>,
}

impl Report {
    pub(crate) fn new(dir: &Path, failures: Vec<Failure>) -> Report {
        Report {
            dir: shown(dir),
            files: 0,
            lines: 0,
            code_lines: 0,
            functions: 0,
            unsafe_blocks: 0,
            unexplained: 0,
            undocumented: 0,
            direction_lines: 0,
            longest: Longest::default(),
            failures,
        }
    }

    pub(crate) fn add(&mut self, file: FileReport) {
        self.files += 1;
        self.lines += file.lines;
        self.code_lines += file.code_lines;
        self.functions += file.functions;
        self.unsafe_blocks += file.unsafe_blocks;
        self.unexplained += file.unexplained;
        self.undocumented += file.undocumented;
        self.direction_lines += file.direction_lines;
        for (Reverse(lines), function) in file.longest.0 {
            self.longest.offer(lines, || function);
        }
        self.failures.extend(file.failure);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "survey of {}", self.dir)?;
        let mut row = |name: &str, n: usize| writeln!(f, "{n:>9}  {name}");
        row("files", self.files)?;
        row("lines", self.lines)?;
        row("lines of code", self.code_lines)?;
        row("functions", self.functions)?;
        row("unsafe blocks", self.unsafe_blocks)?;
        row("unsafe blocks without a SAFETY comment", self.unexplained)?;
        row("public items without documentation", self.undocumented)?;
        row("lines that change the direction of text", self.direction_lines)?;
        row("files or folders not analysed", self.failures.len())?;
        if !self.longest.0.is_empty() {
            writeln!(f, "\nlongest functions, in lines of code")?;
        }
        for (Reverse(lines), Function { path, line, name }) in &self.longest.0 {
            writeln!(f, "{lines:>9}  {name}  {path}:{line}")?;
        }
        if !self.failures.is_empty() {
            writeln!(f, "\nnot analysed")?;
        }
        for Failure { path, position, reason } in &self.failures {
            match position {
                Some((line, column)) => writeln!(f, "  {path}:{line}:{column}: {reason}")?,
                None => writeln!(f, "  {path}: {reason}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_do_not_depend_on_the_order_of_the_offers() {
        let all: Vec<(usize, usize)> = (0..40).map(|line| (line % 7, line)).collect();
        let longest = |offers: &mut dyn Iterator<Item = &(usize, usize)>| -> Vec<usize> {
            let mut longest = Longest::default();
            for &(lines, line) in offers {
                longest.offer(lines, || Function { path: "a".into(), line, name: "f".into() });
            }
            longest.0.iter().map(|(_, function)| function.line).collect()
        };
        let forward = longest(&mut all.iter());
        assert_eq!(forward, longest(&mut all.iter().rev()));
        assert_eq!(forward, [6, 13, 20, 27, 34, 5, 12, 19, 26, 33]);
    }
}
