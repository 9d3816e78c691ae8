//! Shapes of functions, each of which compiles without a warning with the attribute, in every edition since 2018.
#![deny(warnings)]
#![allow(dead_code, reason = "what is here has to compile")]

use std::{fmt::Debug, future::Future, pin::Pin, sync::Arc};
use tracing::instrument;
#[allow(non_camel_case_types, reason = "as a module of a user may be")]
mod shadow {
    // Names that an expansion must not mean.
    pub struct Result;
    pub struct Some;
    pub mod core {}
    pub mod std {}
    #[tracing::instrument(ret)]
    pub fn a(x: u8) -> u8 {
        x
    }
    #[tracing::instrument(err, ret)]
    pub async fn b(x: u8) -> ::std::result::Result<u8, ::std::string::String> {
        ::std::result::Result::Ok(x)
    }
}
#[no_implicit_prelude]
mod bare {
    #[::tracing::instrument(ret, err, fields(y = x, ?x, z))]
    pub fn a(x: u8) -> ::std::result::Result<u8, u8> {
        ::std::result::Result::Ok(x)
    }
    #[::tracing::instrument(ret, dropped, target = "there")]
    pub async fn b(x: u8, s: &str) -> usize {
        s.len()
    }
    #[::tracing::instrument]
    #[must_use]
    pub async fn c(x: u8) -> u8 {
        x
    }
}
struct T;
impl T {
    #[instrument(skip(self))]
    async fn arc(self: Arc<Self>, n: u8) -> u8 {
        n
    }
    #[instrument(skip_all)]
    async fn pin(self: Pin<&mut Self>) {}
    #[instrument(skip_all)]
    async fn b(self: Box<Self>) -> Self {
        *self
    }
    #[instrument(skip(self), ret)]
    fn lt<'a>(&'a self, s: &'a str) -> &'a str {
        s
    }
    #[instrument(skip(self))]
    fn itr<'a>(&'a self, v: &'a [u8]) -> impl Iterator<Item = u8> + 'a {
        v.iter().copied()
    }
}
trait A {
    fn f(&self) -> impl Future<Output = u8>;
}
impl A for T {
    #[instrument(skip(self))]
    async fn f(&self) -> u8 {
        1
    }
}
#[instrument]
fn never(x: u8) -> ! {
    std::process::exit(x.into())
}
#[instrument]
async fn anever(x: u8) -> ! {
    std::process::exit(x.into())
}
#[instrument]
unsafe extern "C" fn ext(x: u8) -> u8 {
    x
}
#[instrument]
fn raw(r#type: u8, span: u8, scope: u8, output: u8, once: u8) -> u8 {
    r#type + span + scope + output + once
}
#[instrument(ret)]
fn raw2(r#type: u8, span: u8, scope: u8, output: u8, once: u8) -> u8 {
    r#type + span + scope + output + once
}
#[instrument(ret, err)]
async fn raw3(r#type: u8, span: u8, output: u8, value: u8, error: u8) -> Result<u8, String> {
    Ok(r#type + span + output + value + error)
}
#[instrument]
fn pat((a, mut b): (u8, u8), [c, ..]: [u8; 3], &d: &u8) -> u8 {
    b += 1;
    a + b + c + d
}
#[instrument]
async fn apat((a, mut b): (u8, u8), [c, ..]: [u8; 3], &d: &u8) -> u8 {
    b += 1;
    a + b + c + d
}
#[instrument(skip(f))]
fn hr<F>(f: F) -> u8
where
    F: for<'x> Fn(&'x u8) -> &'x u8,
{
    *f(&1)
}
#[instrument]
fn cg<const N: usize, D: Debug + ?Sized>(a: [u8; N], d: &D) -> usize {
    let _ = d;
    a.len()
}
#[instrument]
async fn acg<const N: usize, D: Debug + ?Sized>(a: [u8; N], d: &D) -> usize {
    let _ = d;
    a.len()
}
#[instrument]
fn imp(x: impl Debug, y: &dyn Debug) -> impl Debug {
    let _ = y;
    x
}
#[instrument]
async fn aimp(x: impl Debug) -> impl Debug {
    x
}
#[instrument(err)]
fn q(s: &str) -> Result<u8, Box<dyn std::error::Error>> {
    let c = || -> Option<u8> {
        let x = s.parse().ok()?;
        Some(x)
    };
    'l: {
        if c().is_some() {
            break 'l;
        }
        return Err("x".into());
    }
    Ok(s.parse()?)
}
#[instrument]
fn boxed(x: u8) -> Pin<Box<dyn Future<Output = u8> + Send>> {
    Box::pin(async move { x })
}
#[instrument]
fn rec(n: u8) -> u8 {
    if n == 0 { 0 } else { rec(n - 1) }
}
#[instrument]
fn arec(n: u8) -> Pin<Box<dyn Future<Output = u8>>> {
    Box::pin(async move { if n == 0 { 0 } else { arec(n - 1).await } })
}
#[instrument]
fn cf(#[cfg(any())] gone: u8, #[cfg(all())] here: u8) -> u8 {
    here
}
#[must_use]
#[inline]
#[instrument]
pub fn mu(x: u8) -> u8 {
    x
}
macro_rules! mk{ ($v:vis $n:ident($($a:ident:$t:ty),*)->$r:ty $b:block)=>{ #[instrument] $v fn $n($($a:$t),*)->$r $b }; (async $n:ident $x:ident $t:ty)=>{ #[instrument(fields(y=$x))] async fn $n($x:$t)->$t{$x} } }
mk!(pub(crate) m1(a:u8,b:&str)->usize{ b.len()+usize::from(a) });
mk!(async m2 z u64);
#[instrument]
async fn nosend(r: std::rc::Rc<u8>, s: &str) -> u8 {
    let x = *r;
    drop(r);
    std::future::ready(()).await;
    x + s.len() as u8
}
#[instrument]
fn nested(x: u8) -> u8 {
    #[instrument]
    fn inner(x: u8) -> u8 {
        x
    }
    inner(x)
}
