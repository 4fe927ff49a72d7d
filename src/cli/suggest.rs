//! `tawsim suggest`: articles in, one JSON line per article out, in order and in constant memory.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::gold::{Article, json};
use crate::store;
use crate::suggest::{Suggester, merge};

use super::out::talk;
use super::{Outcome, SuggestArgs};

pub(super) fn run(args: &SuggestArgs) -> anyhow::Result<Outcome> {
    let suggester = args.machines.machines()?;
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let (mut bad, mut failed) = (0_usize, false);
    let mut each = |found: Result<Article, store::Problem>| match found {
        Ok(article) => {
            let suggestions = merge(vec![article.suggestions.clone(), suggester.suggest(&article)]);
            for trouble in suggester.troubles() {
                failed = true;
                talk(&format!("tawsim: {trouble}"));
            }
            out.write_all(json::write_suggested(&article, &suggestions).as_bytes())
        }
        Err(problem) => {
            bad += 1;
            talk(&format!("tawsim: {problem}"));
            Ok(())
        }
    };
    for path in &args.paths {
        if path.as_path() == Path::new("-") {
            store::each_line(Path::new("-"), io::stdin().lock(), &mut each)?;
        } else {
            store::each_article(std::slice::from_ref(path), &mut each)?;
        }
    }
    out.flush()?;
    Ok(match (bad, failed) {
        (0, false) => Outcome::Fine,
        (0, true) => Outcome::Findings,
        _ => Outcome::BadInput,
    })
}
