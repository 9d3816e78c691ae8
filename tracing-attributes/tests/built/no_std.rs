//! A crate without std whose functions have spans, asynchronous ones and their ends too.

#![no_std]

use tracing::instrument;

#[instrument]
pub fn add(a: u8, b: u8) -> u8 {
    a + b
}

#[instrument(ret, err, skip(b), fields(sum = a + b))]
pub fn checked(a: u8, b: u8) -> Result<u8, core::num::TryFromIntError> {
    u8::try_from(u16::from(a) + u16::from(b))
}

#[instrument(dropped, ret)]
pub async fn waits(a: u8, b: &str) -> u8 {
    core::future::ready(a).await
}
