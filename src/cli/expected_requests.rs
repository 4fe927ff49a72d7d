//! The estimate that `tawsim suggest` prints before it asks language models.

use std::io;
use std::path::PathBuf;

use crate::suggest::{ExpectedRequests, Suggester};

use super::inputs::is_stdin;
use super::messages::print_note;

/// Reads the articles, and prints what asking about them will take. Nothing is printed for standard input, which can be read only
/// once, and problems are left to the run itself.
///
/// # Errors
/// When the inputs cannot be walked through.
pub(super) fn print_expected_requests(paths: &[PathBuf], suggester: &dyn Suggester) -> io::Result<()> {
    if paths.iter().any(|path| is_stdin(path)) {
        return Ok(());
    }
    let mut articles = 0_u64;
    let mut sums: Vec<ExpectedRequests> = Vec::new();
    crate::store::each_raw_article(paths, &mut |_| (), &mut |raw, _| {
        let Ok(article) = raw.article() else { return Ok(()) };
        articles += 1;
        for (index, one) in suggester.expected_requests(&article).into_iter().enumerate() {
            match sums.get_mut(index) {
                Some(sum) => add(sum, &one),
                None => sums.push(one),
            }
        }
        Ok(())
    })?;
    sums.iter().for_each(|sum| print_note(&words(articles, sum)));
    Ok(())
}

fn add(sum: &mut ExpectedRequests, one: &ExpectedRequests) {
    sum.requests += one.requests;
    sum.tokens_in += one.tokens_in;
    sum.tokens_out += one.tokens_out;
    sum.cost = sum.cost.zip(one.cost).map(|(sum, cost)| sum + cost);
}

/// The message. Answers in the cache, and requests that are repeated, are not known before.
fn words(articles: u64, expected: &ExpectedRequests) -> String {
    let ExpectedRequests { model, requests, tokens_in, tokens_out, cost, max_cost } = expected;
    let mut words = format!(
        "tawsim: {model}: {articles} articles are about {requests} requests, {tokens_in} tokens in, {tokens_out} out"
    );
    if let Some(cost) = cost {
        words.push_str(&format!(", cost {cost:.4}"));
    }
    if let Some((_, most)) = cost.zip(*max_cost).filter(|(cost, most)| cost > most) {
        words.push_str(&format!("; --max-cost {most} will end the asking before the last article"));
    }
    words
}
