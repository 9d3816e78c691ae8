//! Which parameters become fields, how, and what `fields(…)` adds.

#![expect(unused_variables, unused_assignments, reason = "it is the parameters that are tested, not their use")]
#![expect(clippy::too_many_arguments, reason = "there is one of each kind")]

use test_support::check;
use tracing::{Span, field::Empty, instrument};

struct Opaque;

#[derive(Debug)]
struct Point {
    x: u8,
    y: u8,
}

#[test]
fn parameters_are_recorded_by_value_or_by_debug() {
    #[instrument]
    fn many(a: u8, b: &str, c: Option<u8>, d: &mut i64, e: bool, f: f64, g: [u8; 2], h: String, i: &Point) {}
    check(
        || many(1, "b", Some(3), &mut -4, true, 1.5, [7, 8], "h".into(), &Point { x: 1, y: 2 }),
        r#"many{a=1 b="b" c=Some(3) d=-4 e=true f=1.5 g=[7, 8] h="h" i=Point { x: 1, y: 2 }}"#,
    );
}

#[test]
fn patterns_are_recorded_by_their_variables() {
    #[instrument]
    #[allow(unused_variables)]
    fn patterns((a, mut b): (u8, u8), Point { x, y: z }: Point, &c: &u8, _: Opaque, whole @ Point { .. }: Point) {
        b += 1;
    }
    check(
        || patterns((1, 2), Point { x: 3, y: 4 }, &5, Opaque, Point { x: 6, y: 7 }),
        "patterns{a=1 b=2 x=3 z=4 c=5 whole=Point { x: 6, y: 7 }}",
    );
}

#[test]
fn parameters_are_skipped_or_chosen() {
    #[instrument(skip(a, b))]
    fn skip(a: Opaque, b: u8, c: u8) {}
    #[instrument(skip_all)]
    fn skip_all(a: Opaque, b: u8) {}
    #[instrument(only(c, a))]
    fn only(a: u8, b: Opaque, c: u8) {}
    #[instrument(only())]
    fn none(a: Opaque) {}
    check(
        || {
            skip(Opaque, 2, 3);
            skip_all(Opaque, 2);
            only(1, Opaque, 3);
            none(Opaque);
        },
        "skip{c=3}\nskip_all\nonly{a=1 c=3}\nnone",
    );
}

#[test]
fn fields_are_added_behind_the_parameters() {
    const NAME: &str = "constant";
    #[instrument(fields(
        sum = a + b, debug = ?text, display = %text, dotted.name = 1, r#type = "t", empty, {NAME} = 2, "key-value" = 3,
        generic = Vec::<u8>::with_capacity(0).len(), given = tracing::field::debug(text), short = display(text),
    ))]
    fn fields(a: u8, b: u8, text: &str) {
        Span::current().record("empty", 9);
    }
    check(
        || fields(1, 2, "x"),
        r#"fields{a=1 b=2 text="x" sum=3 debug="x" display=x dotted.name=1 type="t" constant=2 key-value=3 generic=0 given="x" short=x empty=9}"#,
    );
}

#[test]
fn a_field_takes_the_place_of_the_parameter_of_its_name() {
    #[instrument(fields(a = 7, ?b, %c, d))]
    fn replaced(a: Opaque, b: &str, c: &str, d: Opaque, e: u8) {}
    check(|| replaced(Opaque, "b", "c", Opaque, 5), r#"replaced{e=5 a=7 b="b" c=c}"#);
}

impl Point {
    #[instrument]
    fn by_reference(&self) {}
    #[instrument]
    fn by_mutable_reference(&mut self, n: u8) {
        self.x += n;
    }
    #[instrument(skip(self), fields(self.x = self.x))]
    fn by_value(self) {}
    #[instrument]
    fn boxed(self: Box<Self>) {}
}

#[test]
fn self_is_a_parameter_like_any() {
    let mut point = Point { x: 1, y: 2 };
    check(
        || {
            point.by_reference();
            point.by_mutable_reference(1);
            Box::new(Point { x: 3, y: point.y }).boxed();
            point.by_value();
        },
        "by_reference{self=Point { x: 1, y: 2 }}\nby_mutable_reference{self=Point { x: 1, y: 2 } n=1}\n\
         boxed{self=Point { x: 3, y: 2 }}\nby_value{self.x=2}",
    );
}

#[test]
fn an_empty_field_may_be_spelt_out() {
    #[instrument(fields(answer = Empty))]
    fn later() {
        Span::current().record("answer", 42);
    }
    check(later, "later{answer=42}");
}

#[test]
fn a_parameter_that_is_not_there_is_not_recorded() {
    #[instrument]
    fn conditional(#[cfg(any())] absent: Opaque, present: u8) {}
    check(|| conditional(1), "conditional{present=1}");
}
