//! Suggestions on annotated articles: what is found, and what verdicts teach.

mod corpus;
mod learning;
mod listed_names;
mod make_clusters;
mod make_gazetteers;
mod passages;
mod quote_score;
mod reference;
