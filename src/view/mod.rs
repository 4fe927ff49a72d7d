//! Draws the model into a buffer of cells.
//!
//! [`draw`] (in `window.rs`) draws the whole window, and has one line for each pane. Each pane has its own file. They write
//! with `row.rs` (a row that is filled from both ends), `message.rs` (messages of the interface), `text_line.rs` (text from
//! outside) and `cells.rs` (single cells). `theme.rs` has the colours, and says how to add one; `signs.rs` has the signs.
//!
//! May use: `lang`, `text`, `page`, `gold`, `edit`, `workbench`, `ratatui`, `clap`.
//!
//! Must never know: how the terminal is spoken to (only `view/terminal` does), disk, and how to change the model. It reads
//! the model and writes cells.
//!
//! Invariants: drawing the same model twice gives the same cells. Every string is laid out by the page, so no control
//! character of an article, a file name or a message reaches the terminal, and no string is measured as a whole. Colour is
//! never the only sign.

mod article_pane;
mod article_style;
mod cells;
#[cfg(test)]
mod contrast;
mod conventions;
mod details;
mod footer;
mod guidelines;
mod header;
mod item_list;
mod jump_letters;
mod lesson;
mod margin;
mod message;
mod prefix_popup;
mod prompt_line;
mod prompt_list;
mod readings;
mod relation_rows;
mod role_candidates;
mod row;
mod sheets;
mod shorten;
mod signs;
mod status_line;
mod styled_spans;
mod tags;
pub mod terminal;
mod text_line;
pub(crate) mod theme;
mod unopened;
mod window;

pub use article_pane::draw_article;
pub use article_style::TagRows;
pub use message::message_lines;
pub use text_line::one_line;
pub use theme::{Background, Depth, Theme};
pub use window::draw;
