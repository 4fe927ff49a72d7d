//! Commands: everything that a key or the palette can do.
//!
//! A command is one row of the table ([`COMMANDS`]), in the file of its subject, with the function that runs it. The keymap,
//! the footer, the help page, the palette and the table of keys in the documents are made from the rows.
//!
//! # To add a command
//!
//! Write a row into the `ROWS` of the file that fits its subject, at the place where the help page shall show it, and beside
//! it the function that runs it. That is the only place. A row from `sheets.rs`:
//!
//! ```text
//! Command {
//!     name: CommandName::new("tags"),
//!     title: Wording::new("tags", "الوسوم على الصفحة"),       // the palette; in English it is the name
//!     help: Wording::new("Show the labels …", "أظهر الوسوم …"), // the help page and the documents
//!     keys: &["t"],                                          // the first one is named in messages
//!     group: Group::Workbench,                               // the part of the help page
//!     when: ON_PAGE,                                         // `condition.rs` has the usual conditions
//!     run: |model, _| toggle_tags(model),
//!     ..Command::PLAIN                                       // or `footer: …` and `traits: …`, see `row.rs`
//! }
//! ```
//!
//! Then write a story that presses its key into `tests/stories/`; a test names every command without one. If a message or a
//! rule names the command, give it a constant in `name.rs`. `UPDATE_DOCS=1 cargo test --test it documents` writes the table
//! of keys again. A new file of commands is declared here and listed in `table.rs`.
//!
//! May use: `lang`, `text`, `page`, `gold`, `edit`, `suggest`, `workbench`.
//!
//! Must never know: terminal, disk, clock, threads; how a command is drawn.

mod add;
mod admission;
mod alternatives;
mod articles;
mod candidates;
mod commit;
mod condition;
mod copy;
mod decide_list;
mod decide_many;
mod edges;
mod filter;
mod find;
mod finding;
mod finish;
mod focus;
mod footer_order;
mod group;
mod history;
pub(super) mod jump;
mod keymap_file;
mod label;
mod labels;
mod leave;
mod merge;
pub(super) mod modes;
mod moves;
pub(super) mod name;
mod new_suggestions;
mod palette;
pub(super) mod prompt_keys;
mod propagate;
mod readings;
mod relations;
mod reload;
mod remarks;
mod repeat;
mod reselect;
mod roles;
mod row;
mod run;
mod save_as;
mod select;
mod sheets;
mod sweep;
mod table;
mod verdict;
mod word_list;
mod write_to;

pub use self::condition::Condition;
pub use self::group::Group;
pub use self::keymap_file::KeymapError;
pub use self::modes::Modes;
pub use self::name::CommandName;
pub use self::row::{Command, CommandTraits, Footer, FooterKeys};
pub use self::table::COMMANDS;

pub(super) use self::articles::{open, prepare_article};
pub(super) use self::find::receive_matches;
pub(super) use self::focus::refocus;
pub(super) use self::leave::quit_when_saved;
pub(super) use self::merge::receive_conflicts;
pub(super) use self::propagate::receive_everywhere;
pub(super) use self::reload::receive_reloaded;
pub(super) use self::run::run;
