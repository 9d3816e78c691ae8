//! What the syntax tree of one file holds: functions, unsafe blocks, public items without documentation. Called by
//! `source` inside the file's span; opens a span for each function and tells each finding as an event inside it.

use std::collections::HashSet;
use std::fmt;

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, ImplItem, Item, Meta, Signature, Stmt, TraitItem, Visibility};
use tracing::{debug, error_span, info, trace, warn};

use crate::lines::Lines;
use crate::report::{FileReport, Function};
use crate::walk::SourceFile;

/// From here on a function is worth an `info!`.
const LONG_LINES: usize = 100;

/// Adds to a report what a syntax tree holds.
pub(crate) fn collect(tree: &syn::File, lines: &Lines, file: &SourceFile, report: &mut FileReport) {
    let mut private = HashSet::new();
    private_types(&tree.items, &mut private);
    let mut findings = Findings { lines, file, report, path: Vec::new(), anchor: None, hidden: 0, private };
    findings.visit_file(tree);
}

/// Types of this file that other crates cannot name, and so not their methods either.
fn private_types(items: &[Item], private: &mut HashSet<String>) {
    for item in items {
        let (visibility, name) = match item {
            Item::Struct(item) => (&item.vis, &item.ident),
            Item::Enum(item) => (&item.vis, &item.ident),
            Item::Union(item) => (&item.vis, &item.ident),
            Item::Mod(syn::ItemMod { content: Some((_, items)), .. }) => {
                private_types(items, private);
                continue;
            }
            _ => continue,
        };
        if !matches!(visibility, Visibility::Public(_)) {
            private.insert(name.to_string());
        }
    }
}

struct Findings<'a> {
    lines: &'a Lines,
    file: &'a SourceFile,
    report: &'a mut FileReport,
    /// Modules and types around the current item.
    path: Vec<String>,
    /// The statement or item that an expression belongs to: a comment above it speaks for the blocks in it.
    anchor: Option<Anchor<'a>>,
    /// How many of the things around the current item hide it from other crates.
    hidden: usize,
    private: HashSet<String>,
}

#[derive(Clone, Copy)]
enum Anchor<'a> {
    Statement(&'a Stmt),
    Item(Span),
}

impl<'a> Findings<'a> {
    fn function(&mut self, signature: &Signature, body: &'a Block, visit: impl FnOnce(&mut Self)) {
        let name = Qualified { path: &self.path, name: &signature.ident };
        let line = first_line(signature.fn_token.span);
        let lines = self.lines.code_in(line..=last_line(body.brace_token.span.close()));
        let _function = error_span!("function", %name, line, lines).entered();
        trace!("read");
        if lines > LONG_LINES {
            info!("long function");
        }
        self.report.functions += 1;
        self.report.longest.offer(lines, || Function { path: self.file.name.clone(), line, name: name.to_string() });
        self.nested(signature.ident.to_string(), true, visit);
    }

    /// Visits what is inside a module, a type or a function.
    fn nested(&mut self, name: String, hides: bool, visit: impl FnOnce(&mut Self)) {
        let anchor = self.anchor.take();
        self.path.push(name);
        self.hidden += usize::from(hides);
        visit(self);
        self.hidden -= usize::from(hides);
        self.path.pop();
        self.anchor = anchor;
    }

    fn anchored(&mut self, anchor: Anchor<'a>, visit: impl FnOnce(&mut Self)) {
        let outer = self.anchor.replace(anchor);
        visit(self);
        self.anchor = outer;
    }

    /// An item that other crates can name says what it is for.
    fn documented(&mut self, kind: &'static str, name: &dyn fmt::Display, span: Span, attributes: &[Attribute]) {
        if self.hidden == 0 && !attributes.iter().any(documents) {
            self.report.undocumented += 1;
            debug!(kind, %name, line = first_line(span), "public item without documentation");
        }
    }

    fn explained(&self, block: &syn::ExprUnsafe, line: usize) -> bool {
        let anchor = match self.anchor {
            Some(Anchor::Statement(statement)) => Some(first_line(statement.span())),
            Some(Anchor::Item(span)) => Some(first_line(span)),
            None => None,
        };
        self.lines.explained(line)
            || self.lines.explained_above(first_line(block.block.brace_token.span.open()))
            || anchor.is_some_and(|line| self.lines.explained_above(line))
    }
}

impl<'a> Visit<'a> for Findings<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        self.anchored(Anchor::Statement(statement), |this| visit::visit_stmt(this, statement));
    }

    fn visit_expr_unsafe(&mut self, block: &'a syn::ExprUnsafe) {
        let line = first_line(block.unsafe_token.span);
        self.report.unsafe_blocks += 1;
        if !self.explained(block, line) {
            self.report.unexplained += 1;
            warn!(line, "unsafe block without a SAFETY comment");
        }
        visit::visit_expr_unsafe(self, block);
    }

    fn visit_item(&mut self, item: &'a Item) {
        let (attributes, visibility, kind, name): (_, _, _, &dyn fmt::Display) = match item {
            Item::Fn(item) => (&item.attrs, &item.vis, "fn", &item.sig.ident),
            Item::Struct(item) => (&item.attrs, &item.vis, "struct", &item.ident),
            Item::Enum(item) => (&item.attrs, &item.vis, "enum", &item.ident),
            Item::Union(item) => (&item.attrs, &item.vis, "union", &item.ident),
            Item::Trait(item) => (&item.attrs, &item.vis, "trait", &item.ident),
            Item::TraitAlias(item) => (&item.attrs, &item.vis, "trait", &item.ident),
            Item::Type(item) => (&item.attrs, &item.vis, "type", &item.ident),
            Item::Const(item) => (&item.attrs, &item.vis, "const", &item.ident),
            Item::Static(item) => (&item.attrs, &item.vis, "static", &item.ident),
            Item::Mod(item) => (&item.attrs, &item.vis, "mod", &item.ident),
            _ => return visit::visit_item(self, item),
        };
        let hides = !matches!(visibility, Visibility::Public(_)) || attributes.iter().any(hides);
        // The documentation of a module in a file of its own is in that file.
        let elsewhere = matches!(item, Item::Mod(item) if item.content.is_none());
        if !hides && !elsewhere {
            self.documented(kind, name, item_span(item), attributes);
        }
        self.hidden += usize::from(hides);
        self.anchored(Anchor::Item(item_span(item)), |this| visit::visit_item(this, item));
        self.hidden -= usize::from(hides);
    }

    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        self.nested(module.ident.to_string(), false, |this| visit::visit_item_mod(this, module));
    }

    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        self.function(&item.sig, &item.block, |this| visit::visit_item_fn(this, item));
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        // The methods of a trait are documented where the trait is.
        let name = type_name(&item.self_ty);
        let hides = item.trait_.is_some() || self.private.contains(&name) || item.attrs.iter().any(hides);
        self.nested(name, hides, |this| visit::visit_item_impl(this, item));
    }

    fn visit_impl_item(&mut self, item: &'a ImplItem) {
        match item {
            ImplItem::Fn(method) if is_open(&method.vis, &method.attrs) => {
                self.documented("fn", &method.sig.ident, method.sig.fn_token.span, &method.attrs);
            }
            ImplItem::Const(constant) => {
                if is_open(&constant.vis, &constant.attrs) {
                    self.documented("const", &constant.ident, constant.const_token.span, &constant.attrs);
                }
                let anchor = Anchor::Item(constant.const_token.span);
                return self.anchored(anchor, |this| visit::visit_impl_item(this, item));
            }
            _ => {}
        }
        visit::visit_impl_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, method: &'a syn::ImplItemFn) {
        self.function(&method.sig, &method.block, |this| visit::visit_impl_item_fn(this, method));
    }

    fn visit_item_trait(&mut self, item: &'a syn::ItemTrait) {
        self.nested(item.ident.to_string(), false, |this| visit::visit_item_trait(this, item));
    }

    fn visit_trait_item(&mut self, item: &'a TraitItem) {
        let (attributes, kind, name, span): (_, _, &dyn fmt::Display, _) = match item {
            TraitItem::Fn(method) => (&method.attrs, "fn", &method.sig.ident, method.sig.fn_token.span),
            TraitItem::Type(item) => (&item.attrs, "type", &item.ident, item.type_token.span),
            TraitItem::Const(item) => (&item.attrs, "const", &item.ident, item.const_token.span),
            _ => return visit::visit_trait_item(self, item),
        };
        if !attributes.iter().any(hides) {
            self.documented(kind, name, span, attributes);
        }
        visit::visit_trait_item(self, item);
    }

    fn visit_trait_item_fn(&mut self, method: &'a syn::TraitItemFn) {
        match &method.default {
            Some(body) => self.function(&method.sig, body, |this| visit::visit_trait_item_fn(this, method)),
            None => visit::visit_trait_item_fn(self, method),
        }
    }

    fn visit_variant(&mut self, variant: &'a syn::Variant) {
        let hides = variant.attrs.iter().any(hides);
        if !hides {
            self.documented("variant", &variant.ident, variant.ident.span(), &variant.attrs);
        }
        // The parts of a variant are told in the variant's words.
        self.hidden += 1;
        visit::visit_variant(self, variant);
        self.hidden -= 1;
    }

    fn visit_field(&mut self, field: &'a syn::Field) {
        if let (true, Some(name)) = (is_open(&field.vis, &field.attrs), &field.ident) {
            self.documented("field", name, name.span(), &field.attrs);
        }
        visit::visit_field(self, field);
    }

    fn visit_item_macro(&mut self, item: &'a syn::ItemMacro) {
        let exported = item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"));
        if let (true, Some(name)) = (exported && !item.attrs.iter().any(hides), &item.ident) {
            self.documented("macro", name, name.span(), &item.attrs);
        }
        visit::visit_item_macro(self, item);
    }
}

/// The line above which a comment on an item stands, its attributes set aside.
fn item_span(item: &Item) -> Span {
    match item {
        Item::Const(item) => item.const_token.span,
        Item::Static(item) => item.static_token.span,
        Item::Fn(item) => item.sig.fn_token.span,
        Item::Struct(item) => item.struct_token.span,
        Item::Enum(item) => item.enum_token.span,
        Item::Union(item) => item.union_token.span,
        Item::Trait(item) => item.trait_token.span,
        Item::TraitAlias(item) => item.trait_token.span,
        Item::Type(item) => item.type_token.span,
        Item::Mod(item) => item.mod_token.span,
        other => other.span(),
    }
}

fn is_open(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    matches!(visibility, Visibility::Public(_)) && !attributes.iter().any(hides)
}

/// `#[doc = "…"]`, which `///` stands for.
fn documents(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc") && matches!(attribute.meta, Meta::NameValue(_))
}

/// `#[doc(hidden)]` and `#[cfg(test)]`.
fn hides(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let says = |word: &str| list.tokens.clone().into_iter().any(|token| token.to_string() == word);
    (list.path.is_ident("doc") && says("hidden")) || (list.path.is_ident("cfg") && says("test"))
}

fn type_name(of: &syn::Type) -> String {
    match of {
        syn::Type::Path(path) => {
            path.path.segments.last().map_or_else(|| "_".to_owned(), |last| last.ident.to_string())
        }
        syn::Type::Reference(reference) => type_name(&reference.elem),
        _ => "_".to_owned(),
    }
}

fn first_line(span: Span) -> usize {
    span.start().line
}

fn last_line(span: Span) -> usize {
    span.end().line
}

/// `module::Type::function`; text only where it is asked for.
struct Qualified<'a> {
    path: &'a [String],
    name: &'a dyn fmt::Display,
}

impl fmt::Display for Qualified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.iter().try_for_each(|part| write!(f, "{part}::"))?;
        self.name.fmt(f)
    }
}
