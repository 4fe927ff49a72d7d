//! The workbench through `update` and `draw`: keys in; annotations, effects and screens out.

mod adjudication;
mod article_order;
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
