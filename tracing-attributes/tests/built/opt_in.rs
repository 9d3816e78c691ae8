//! A program whose arguments are fields only if that is asked for, or not: how it is built decides.

use std::{
    pin::pin,
    task::{Context, Waker},
};

use tracing::instrument;

mod recorder;

#[instrument]
fn plain(user: u8, password: u8) {}

#[instrument(skip(password))]
fn skips(user: u8, password: u8) {}

#[instrument(only(user))]
fn chooses(user: u8, password: u8) {}

#[instrument(fields(user, by = password + 1))]
fn declares(user: u8, password: u8) {}

#[instrument]
async fn waits(user: u8, password: u8) {}

fn main() {
    tracing::subscriber::set_global_default(recorder::Recorder).unwrap();
    plain(1, 2);
    skips(1, 2);
    chooses(1, 2);
    declares(1, 2);
    let _ = pin!(waits(1, 2)).poll(&mut Context::from_waker(Waker::noop()));
}
