//! Attribution cues: phrases that cite a source (بحسب, وفقا لـ, على حد قول), and clauses that do (كما قال, حسبما ذكر).

use super::super::context::Context;
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::VerbShape;

/// An attribution cue that begins at a token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AttributionCue {
    /// One past its last word.
    pub(crate) end: usize,
    /// Letters of a conjunction before it: 1 in وبحسب.
    pub(crate) proclitic: usize,
    /// The verb that is its last word, for a clause (كما قال).
    pub(crate) form: Option<VerbForm>,
}

impl Context<'_> {
    /// The attribution cue that begins at a token. The lexicon lists its words, longest rows first.
    pub(crate) fn attribution_cue(&self, at: usize) -> Option<AttributionCue> {
        if !self.facts(at)?.begins_attribution {
            return None;
        }
        let word = self.word(at);
        for (proclitic, word) in [(0, Some(word)), (1, word.strip_prefix(letters::WAW))] {
            let Some(word) = word else { continue };
            for row in self.lexicon.attributive_cues(word) {
                let has_rest =
                    row.words.iter().skip(1).enumerate().all(|(step, word)| self.word(at + 1 + step) == word);
                if !has_rest {
                    continue;
                }
                let end = at + row.words.len();
                if !row.is_clause {
                    return Some(AttributionCue { end, proclitic, form: None });
                }
                let is_as = self.lexicon.has_class(word, Class::As);
                let Some(form) = self.citing_verb(end, is_as) else { continue };
                // At the head of a sentence كما adds something: كما استعرض الاجتماع تقريرا.
                if is_as && self.starts_sentence(at) {
                    continue;
                }
                return Some(AttributionCue { end: end + 1, proclitic, form: Some(form) });
            }
        }
        None
    }

    /// True for a cue that ends in the pronoun of the speaker (تعبيره, رأيها).
    pub(crate) fn is_own_expression(&self, at: usize, cue: AttributionCue) -> bool {
        let Some(last) = cue.end.checked_sub(1).filter(|last| *last >= at) else { return false };
        let word = self.word(last);
        let noun = word.strip_suffix(letters::HER).or_else(|| word.strip_suffix(letters::HA)).unwrap_or_default();
        self.lexicon.has_class(noun, Class::Expression)
    }

    /// The verb of a clause that cites: كما قال, حسبما ذكر, لما أوردته. But كما أضاف أن opens a new report.
    fn citing_verb(&self, at: usize, is_as: bool) -> Option<VerbForm> {
        let (proclitic, form) = match self.reporting_verb(at) {
            Some(found) => found,
            None => (0, self.lexicon.find_verb_behind_ma(self.word(at))?),
        };
        if proclitic > 0 || form.shape != VerbShape::Finite {
            return None;
        }
        let reports = self.announces(at + 1, form) || is_as && self.has_content_after_subject(at, form);
        (!reports).then_some(form)
    }

    /// True if content follows the subject of a verb (كما أكد الوزير أن …).
    fn has_content_after_subject(&self, at: usize, form: VerbForm) -> bool {
        let end = self.phrase_end(at + 1);
        self.find_content(end, form).is_some_and(|(found, _)| found <= end + 8)
    }
}
