use tracing::instrument;

struct Opaque;

#[instrument]
fn argument(n: u8, opaque: Opaque) {}

#[instrument]
async fn argument_of_future(opaque: Opaque) {}

#[instrument(fields(field = Opaque))]
fn field() {}

#[instrument(ret)]
fn output() -> Opaque {
    Opaque
}

#[instrument(err)]
fn error() -> Result<(), Opaque> {
    Ok(())
}

#[instrument(err)]
fn no_result() {}

fn main() {}
