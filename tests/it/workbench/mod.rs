//! The workbench through `update` and `draw`: keys in; annotations, effects and screens out.

mod adjudication;
mod article_order;
mod awaited_answers;
mod effort;
mod frozen_list;
mod long_article;
mod merging;
mod open_articles;
mod reloaded;
mod score_bound;
mod screens;
mod selection_by_arrows;
mod stories;
mod tutorial;
mod unseen_and_unsaved;

use tawsim::gold::Suggestion;
use tawsim::workbench::{Action, Model, update};

/// The built-in suggester answers about the first chunk of an open article.
fn answer(model: &mut Model, index: usize, suggestions: Vec<Suggestion>) {
    let read = Some(model.documents[index].article.text.chunk_of(0));
    update(model, Action::Suggested { index, suggestions, alternatives: Vec::new(), read });
}

/// Another suggester answers about an article.
fn answer_of_program(model: &mut Model, index: usize, suggestions: Vec<Suggestion>) {
    update(model, Action::Suggested { index, suggestions, alternatives: Vec::new(), read: None });
}
