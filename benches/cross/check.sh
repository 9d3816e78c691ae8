#!/usr/bin/env bash
# Runs every check below this folder; `cargo xtask ci` calls it.
set -euo pipefail
cd "$(dirname "$0")"
for manifest in */Cargo.toml; do
    echo "== ${manifest%/Cargo.toml}"
    cargo test --quiet --manifest-path "$manifest"
done
