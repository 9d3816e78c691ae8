use tracing::instrument;

#[instrument(level = "loud")]
fn level() {}

#[instrument(level = 6)]
fn number() {}

#[instrument(name = "a", name = "b")]
fn twice() {}

#[instrument(parent = None, parent = None)]
fn parents() {}

#[instrument(name)]
fn without_value() {}

#[instrument(skip(a), skip_all)]
fn two_selections(a: u8) {}

#[instrument(skip(nothing))]
fn skips_nothing(a: u8) {}

#[instrument(only(nothing))]
fn only_nothing(a: u8) {}

#[instrument(fields(a b))]
fn no_comma() {}

#[instrument(fields(1 = 2))]
fn no_name() {}

#[instrument(fields)]
fn no_list() {}

#[instrument(ret(Pretty))]
fn format() {}

#[instrument(ret(level = |value| tracing::Level::INFO))]
fn level_of_value() {}

#[instrument(level = |value| tracing::Level::INFO)]
fn level_of_span() {}

#[instrument(dropped)]
fn cannot_be_dropped() {}

// Each function is there all the same.
fn main() {
    level();
    number();
    twice();
    parents();
    without_value();
    two_selections(1);
    skips_nothing(1);
    only_nothing(1);
    no_comma();
    no_name();
    no_list();
    format();
    level_of_value();
    level_of_span();
    cannot_be_dropped();
}
