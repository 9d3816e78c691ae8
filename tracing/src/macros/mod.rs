//! The grammar of the macros, once: settings, then a level, then a name, then fields, then a text.
//!
//! ```text
//! event    = "event!"       "(" settings level [ "," fields ] ")"
//!          | "info!" …      "(" settings fields ")"
//! span     = "span!"        "(" settings level "," name [ "," fields ] ")"
//!          | "info_span!" … "(" settings name [ "," fields ] ")"
//! question = "enabled!" …   "(" [ "kind:" expr "," ] settings level [ "," fields ] ")"
//!
//! settings = { ( "name:" | "target:" | "parent:" ) expr "," }      each at most once, in any order
//! name     = expr                                                  left out where settings have "name:"
//! level    = expr                                                  constant, or chosen at run time
//!
//! fields   = [ "{" [ list ] "}" "," ] [ list [ "," ] ]
//! list     = { field "," } ( field | text | ".." expr [ "," text ] )
//! field    = key "=" [ "?" | "%" ] expr                            ? by Debug, % by Display
//!          | [ "?" | "%" ] path                                    the variable of that name
//! key      = path | literal | "{" expr "}"                         a name; a quoted name; a constant
//! path     = ident { "." ident }
//! text     = what format_args! takes
//! ```
//!
//! A use is read in stages, each a macro of its own. Each stage reads its part and puts it, as one token tree, into
//! the hands of the next:
//!
//! ```text
//! info!         one arm: adds the level
//!   ▼
//! level_event   knows the commonest forms, and reads them in one go; else
//!   ▼
//! settings      [name] [target] [parent]
//!   ▼
//! fields        [names] [values] (text) [list]      what each macro says of a field, in one normal form
//!   ▼
//! event         the callsite's static, the branch, the call
//! ```
//!
//! Field values become expressions of type `ValueRef` that borrow from the caller's frame; nothing is evaluated before
//! the callsite said that the record is wanted.

mod callsite;
mod enabled;
mod event;
mod fields;
mod legacy;
mod record;
mod settings;
mod span;
