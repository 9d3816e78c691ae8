//! The text of the generated crates. Called by `build`, which writes it to disk.

use std::{fmt::Write, path::Path};

use crate::options::{Implementation, Kind};

/// Callsites per module: rustc cuts a crate into codegen units along modules, so one large module would not be typical.
const PER_MODULE: usize = 100;

pub const KINDS: [Kind; 7] =
    [Kind::Empty, Kind::Events, Kind::Spans, Kind::Sync, Kind::SyncPlain, Kind::Async, Kind::AsyncPlain];

/// The manifest of the workspace that holds the crates of one implementation.
pub fn workspace_manifest(implementation: Implementation, root: &Path) -> String {
    let members = KINDS.map(|kind| format!("\"{}\"", kind.name())).join(", ");
    let mut text = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
    if implementation == Implementation::Ours {
        text.push_str(&patch(root));
    }
    text
}

/// The lines by which a program takes the crates of this repository.
pub fn patch(root: &Path) -> String {
    let mut text = String::from("\n[patch.crates-io]\n");
    for name in ["tracing-core", "tracing", "tracing-attributes", "tracing-subscriber", "tracing-log"] {
        let _ = writeln!(text, "{name} = {{ path = {:?} }}", root.join(name));
    }
    text
}

pub fn crate_manifest(kind: Kind, implementation: Implementation) -> String {
    let version = match implementation {
        Implementation::Ours => "0.1",
        Implementation::Published => "=0.1.44",
    };
    format!(
        "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\ntracing = \"{version}\"\n",
        kind.name()
    )
}

/// The `main.rs` of a crate: modules of functions, and a table that keeps every function in the program.
pub fn main_file(kind: Kind, callsites: usize) -> String {
    let mut text = String::from(
        "use std::hint::black_box;\n\
         #[allow(dead_code)]\n\
         pub fn run(mut future: std::pin::Pin<&mut dyn std::future::Future<Output = u64>>) -> u64 {\n\
         \x20   let mut context = std::task::Context::from_waker(std::task::Waker::noop());\n\
         \x20   loop {\n\
         \x20       if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) { return value; }\n\
         \x20   }\n\
         }\n\n\
         #[allow(dead_code)]\n\
         pub async fn step(value: u64) -> u64 { black_box(value) }\n\n",
    );
    let mut names = Vec::new();
    if kind == Kind::Empty {
        // One callsite keeps the library's own code in the baseline.
        text.push_str("fn only(id: u64, name: &str) -> u64 { tracing::info!(id, name, \"only\"); id }\n");
        names.push("only".to_owned());
    } else {
        for (number, first) in (0..callsites).step_by(PER_MODULE).enumerate() {
            let _ = writeln!(
                text,
                "mod m{number} {{\n    #[allow(unused_imports)]\n    use super::{{black_box, run, step}};"
            );
            for index in first..callsites.min(first + PER_MODULE) {
                text.push_str(&function(kind, index));
                names.push(format!("m{number}::f{index}"));
            }
            text.push_str("}\n");
        }
    }
    let _ = writeln!(text, "static TABLE: [fn(u64, &str) -> u64; {}] = [{}];", names.len(), names.join(", "));
    text.push_str(
        "fn main() {\n    let mut sum = 0;\n    \
         for function in black_box(&TABLE) { sum += function(black_box(1), black_box(\"name\")); }\n    \
         std::process::exit((sum == 0) as i32);\n}\n",
    );
    text
}

fn function(kind: Kind, n: usize) -> String {
    match kind {
        Kind::Empty => String::new(),
        Kind::Events => format!(
            "    pub fn f{n}(id: u64, name: &str) -> u64 {{\n        tracing::info!(id, name, \"request {n} done\");\n        id\n    }}\n"
        ),
        Kind::Spans => format!(
            "    pub fn f{n}(id: u64, name: &str) -> u64 {{\n        let _span = tracing::info_span!(\"request {n}\", id, name).entered();\n        black_box(id)\n    }}\n"
        ),
        Kind::Sync | Kind::SyncPlain => format!(
            "    {}pub fn f{n}(id: u64, name: &str) -> u64 {{\n        black_box(id).wrapping_add(name.len() as u64)\n    }}\n",
            if kind == Kind::Sync { "#[tracing::instrument]\n    " } else { "" }
        ),
        Kind::Async | Kind::AsyncPlain => format!(
            "    {}async fn a{n}(id: u64, name: &str) -> u64 {{\n        step(id).await.wrapping_add(name.len() as u64)\n    }}\n    \
             pub fn f{n}(id: u64, name: &str) -> u64 {{\n        run(std::pin::pin!(a{n}(id, name)))\n    }}\n",
            if kind == Kind::Async { "#[tracing::instrument]\n    " } else { "" }
        ),
    }
}
