//! Other names: known ones, and titles of works in quotation marks.

use crate::suggest::candidate::{Candidate, EntityType};
use crate::suggest::evidence::Evidence;
use crate::words::gazetteer::GazetteerEntry;
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, TokenSpan};
use crate::words::word::Words;

use super::quoted_name::find_quoted_name_end;

/// Finds other names.
pub(super) fn find(words: &Words<'_>, candidates: &mut Vec<Candidate>) {
    let tokens = words.tokens();
    for at in 0..tokens.len() {
        if !tokens.is_word(at) {
            continue;
        }
        if let Some(found) = words.longest_name(at, GazetteerEntry::is_misc) {
            let name = TokenSpan::new(at, found.proclitic, found.to);
            candidates.push(Candidate::new(name, EntityType::Misc, Evidence::KnownMisc));
        }
        candidates.extend(find_title(words, at));
    }
}

/// Finds the title in quotation marks after فيلم, رواية and the like. The quotation marks are not part of it.
fn find_title(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let tokens = words.tokens();
    words.find_role(at, Roles::WORK)?;
    // One adjective may stand between the two (العاصفة المدارية "نسيم").
    let open = (at + 1..at + 3).find(|at| tokens.kind(*at) == TokenKind::QuotationMark)?;
    if open == at + 2 && !(tokens.is_word(at + 1) && words.is_definite(at + 1, 0)) {
        return None;
    }
    let close = find_quoted_name_end(tokens, open)? - 1;
    Some(Candidate::new(TokenSpan::new(open + 1, 0, close), EntityType::Misc, Evidence::Work))
}
