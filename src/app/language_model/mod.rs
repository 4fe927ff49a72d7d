//! Language models behind an OpenAI-compatible server as suggesters: `--suggester 'openai: MODEL @ URL'`.
//!
//! [`ModelName`] is what a user writes. [`LanguageModel`] sends the text of an article, part by part, with a prompt
//! (`prompt.rs`), and reads the JSON of the answer (`reply.rs`, `answer_json.rs`). The words that the model quotes get their places in
//! `suggest/answer`. Answers are cached on disk.
//!
//! May use: `gold`, `text`, `suggest`, `store`, `std::env`, `std::thread`, `std::time`, `anyhow`, `jiff`, `ureq`.
//!
//! Must never know: the workbench, the terminal, the command line.
//!
//! Invariants: nothing is sent before a suggestion is asked for. The key comes from the environment, goes only into the header
//! `Authorization`, and is in no message, no cache and no file. Redirects are not followed.

mod answer_json;
mod answer_pieces;
mod certificates;
mod examples;
mod limits;
mod model;
mod name;
mod options;
mod parts;
mod prompt;
mod reply;
mod request;
mod retry;
mod server;
mod state;

pub use examples::{ExamplePassage, examples_of};
pub use limits::Price;
pub use model::LanguageModel;
pub use name::ModelName;
pub use options::ModelOptions;
pub use prompt::Prompt;
