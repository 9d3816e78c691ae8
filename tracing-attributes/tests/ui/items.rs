use tracing::instrument;

#[instrument]
const fn constant() {}

#[instrument]
struct Structure;

trait Declares {
    #[instrument]
    fn declared(&self);
}

#[instrument(name = "all")]
impl Structure {
    fn method(&self) {}
}

fn main() {
    constant();
    Structure.method();
}
