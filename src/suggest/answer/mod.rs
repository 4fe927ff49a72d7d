//! The answers of outside suggesters: programs behind `cmd:` and language models. Their JSON becomes suggestions.
//!
//! An answer has many shapes ([`read_answer`] lists them), and a language model cannot count letters: it quotes the words
//! instead of giving offsets. [`locate()`] is the one place that finds such words in the text.
//!
//! An item that cannot be used costs itself and no other item. It is reported with its reason.
//!
//! May use: `text`, `gold`.
//!
//! Must never know: programs, the network, the disk, other suggesters.

mod items;
mod locate;
mod place;
mod shapes;
mod tags;
#[cfg(test)]
mod tests;

pub use items::{Answer, read_answer};
pub use locate::{NotLocated, Quotation, locate};
pub use shapes::label_of;
