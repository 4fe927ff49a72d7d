//! Who speaks where nobody is named: the last speaker that agrees with the verb.

use super::clause::Page;
use super::morphology::Gender;
use super::{Draft, Pattern, Stretch};

/// The speakers so far, in reading order.
#[derive(Debug, Default)]
pub(super) struct Memory {
    speakers: Vec<(Stretch, Gender)>,
    /// The last frame: its cue, its speaker.
    last: Option<(usize, Stretch, Gender)>,
    /// One past the content of the last frame without marks: what stands before it is spoken inside that frame.
    outer: usize,
}

impl Memory {
    /// The speaker of a draft, and whether it is implied. Drafts come in the order of their cues.
    pub(super) fn resolve(&mut self, page: &Page<'_>, draft: &Draft) -> Option<(Stretch, bool)> {
        let resolved = self.look(page, draft);
        if let Some((speaker, _)) = resolved {
            self.last = Some((draft.place(), speaker, draft.agreement.0));
        }
        resolved
    }

    fn look(&mut self, page: &Page<'_>, draft: &Draft) -> Option<(Stretch, bool)> {
        let nested = draft.place() < self.outer;
        if !nested {
            self.outer = draft.content.last().map_or(0, |last| last.to);
        }
        if let Some(speaker) = draft.speaker {
            // Who is cited inside what someone else says, or in passing, is not who goes on speaking.
            if !nested && draft.pattern != Pattern::Attributive {
                self.speakers.push((speaker, draft.agreement.0));
            }
            return Some((speaker, false));
        }
        let agreeing = self.speakers.iter().rev().find(|(_, gender)| *gender == draft.agreement.0);
        let start = page.sentence_start(draft.place());
        // Who spoke in this sentence goes on, named or not.
        if let Some((_, speaker, _)) =
            self.last.filter(|(cue, _, gender)| *cue >= start && *gender == draft.agreement.0)
        {
            return Some((speaker, true));
        }
        if let Some((speaker, _)) = agreeing.filter(|(speaker, _)| speaker.from >= start) {
            return Some((*speaker, true));
        }
        if draft.participle
            && let Some(subject) = page.subject_of_sentence(start, draft.place())
        {
            self.speakers.push((subject, draft.agreement.0));
            return Some((subject, true));
        }
        agreeing.map(|(speaker, _)| (*speaker, true))
    }
}
