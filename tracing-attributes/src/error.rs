//! What is wrong with a use of the attribute, and where. Made by every stage, shown by `fallback`.

use proc_macro2::Span;

/// A message, and the tokens that it is about.
#[derive(Clone, Debug)]
pub struct Error {
    pub span: Span,
    pub message: String,
}

impl Error {
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Error { span, message: message.into() }
    }
}
