use tracing::instrument;

#[instrument]
fn wrong_type() -> u8 {
    "text"
}

#[instrument]
async fn wrong_type_of_future() -> u8 {
    "text"
}

#[instrument]
async fn wrong_type_of_return(early: bool) -> u8 {
    if early {
        return "text";
    }
    1
}

#[instrument]
fn no_value() -> u8 {
    let n = 1;
}

#[instrument]
fn nothing() -> u8 {}

#[instrument]
async fn endless(n: u8) {
    endless(n).await;
}

#[instrument(ret)]
fn unknown_name() -> u8 {
    let n = missing;
    n
}

fn main() {}
