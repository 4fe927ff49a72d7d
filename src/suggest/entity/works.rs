//! Other names: known ones, and titles of works in marks.

use crate::suggest::evidence::Evidence;
use crate::words::gazetteer::GazetteerEntry;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;
use crate::words::word::Words;

use super::{Candidate, Tag, bodies};

/// Finds other names.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    let tokens = words.tokens();
    for at in 0..tokens.len() {
        if !tokens.is_word(at) {
            continue;
        }
        if let Some(found) = words.longest_name(at, GazetteerEntry::is_misc) {
            let (from, proclitic, to) = (at, found.proclitic, found.to);
            candidates.push(Candidate { from, proclitic, to, tag: Tag::Misc, evidence: Evidence::KnownMisc });
        }
        candidates.extend(work(words, at));
    }
}

/// What stands in marks behind فيلم, رواية …: the title without its marks.
fn work(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    words.find_role(at, Roles::WORK)?;
    // An adjective or a maker's name may stand between (العاصفة المدارية "نسيم").
    let open = (at + 1..at + 3).find(|at| tokens.kind(*at) == TokenKind::QuotationMark)?;
    if open == at + 2 && !(tokens.is_word(at + 1) && words.is_definite(at + 1, 0)) {
        return None;
    }
    let close = bodies::in_marks(tokens, open)? - 1;
    Some(Candidate { from: open + 1, proclitic: 0, to: close, tag: Tag::Misc, evidence: Evidence::Work })
}
