#!/usr/bin/env bash
# Runs every check below this folder and the corpus beside it; `cargo xtask ci` calls it.
set -euo pipefail
cd "$(dirname "$0")"
for manifest in */Cargo.toml ../ecosystem/Cargo.toml; do
    folder=$(dirname "$manifest")
    echo "== $folder"
    # From within, for the configuration beside the manifest counts.
    (cd "$folder" && cargo test --quiet)
done
