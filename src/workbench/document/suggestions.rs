//! The questions of an article to suggesters, and their answers.

use std::collections::HashMap;
use std::ops::Range;

use super::{Consultation, Document, Item};
use crate::edit::ItemRef;
use crate::gold::{Body, Listed, RemarkTarget, SpanList, Suggestion, stable_id};
use crate::suggest;
use crate::text::Span;

/// Whether new suggestions may change the list of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbench) enum ListState {
    /// The article is on the screen: what is pending stays, and new suggestions wait.
    Frozen,
    /// Nobody works on the article.
    Free,
}

/// An answer of a suggester about an article.
#[derive(Debug, Default)]
pub(in crate::workbench) struct SuggesterAnswer {
    pub(in crate::workbench) suggestions: Vec<Suggestion>,
    /// Other edges and labels of entities, other ends of quotes. They never become pending; only the command `alternative`
    /// offers them.
    pub(in crate::workbench) alternatives: Vec<Suggestion>,
    /// The part of the text that the built-in suggester has read: a chunk or its beginning. `None` for other suggesters.
    pub(in crate::workbench) read: Option<Range<usize>>,
}

impl Document {
    /// Records that the answers of these many suggesters of others are wanted now. Returns true if they must be asked.
    pub(in crate::workbench) fn consult(&mut self, programs: usize) -> bool {
        if self.article.has_given_suggestions() {
            return false;
        }
        let before = std::mem::replace(&mut self.suggesting.consultation, Consultation::Asked);
        let must_be_asked = before == Consultation::NotAsked;
        if must_be_asked {
            self.suggesting.awaited = programs;
        }
        must_be_asked
    }

    /// The number of programs and language models that are asked about the article and have not answered.
    #[must_use]
    pub fn awaited(&self) -> usize {
        if self.suggesting.consultation == Consultation::Asked { self.suggesting.awaited } else { 0 }
    }

    /// Records that one of them has answered.
    pub(in crate::workbench) const fn record_answer_of_other(&mut self) {
        self.suggesting.awaited = self.suggesting.awaited.saturating_sub(1);
    }

    /// Records that nobody waits for these answers now. Returns true if they were wanted until now.
    pub(in crate::workbench) fn leave_consultation(&mut self) -> bool {
        let was_wanted = self.suggesting.consultation == Consultation::Asked;
        if was_wanted {
            self.suggesting.consultation = Consultation::Left;
        }
        was_wanted
    }

    /// Records that a suggester stopped without an answer: it must be asked again.
    pub(in crate::workbench) const fn forget_consultation(&mut self) {
        self.suggesting.consultation = Consultation::NotAsked;
    }

    /// True once the suggesters of others were asked, or if nobody is asked about this article.
    pub(in crate::workbench) fn is_consulted(&self) -> bool {
        self.suggesting.consultation != Consultation::NotAsked || self.article.has_given_suggestions()
    }

    /// True if suggesters are asked: the work is not over, and the article does not come with all the suggestions that it gets.
    fn asks_suggesters(&self) -> bool {
        !self.annotation.status.is_over() && !self.article.has_given_suggestions()
    }

    /// The chunks to ask the built-in suggester about now: those around the screen and the focus without an answer, or
    /// with one from before it last learnt something.
    pub(in crate::workbench) fn chunks_to_ask_about(&mut self, learnt: u64) -> Vec<Range<usize>> {
        if !self.asks_suggesters() {
            return Vec::new();
        }
        let text = self.article.text.clone();
        let focus = self.focused().map_or(self.top, |item| item.span.start());
        let mut chunks = self.suggesting.asking.ask_near(&text, self.top, learnt);
        chunks.extend(self.suggesting.asking.ask_near(&text, focus, learnt));
        while let Some(start) = self.suggesting.asking.forget_farthest([self.top, focus]) {
            // Suggestions far from the screen are dropped; they are found again when somebody goes there.
            let part = text.chunk_of(start);
            let mut kept = self.proposed(&part);
            kept.retain(|one| !suggest::is_builtin(&one.source) || self.is_held(one));
            self.place_suggestions(&part, kept, 0.0);
        }
        chunks
    }

    /// Another chunk to ask about, if everything has been answered.
    pub(in crate::workbench) fn next_chunk_to_ask_about(&mut self, learnt: u64) -> Option<Range<usize>> {
        if !self.asks_suggesters() {
            return None;
        }
        self.suggesting.asking.ask_further(&self.article.text, self.top, learnt)
    }

    /// True if the built-in suggester has answered everything, or is not asked.
    #[must_use]
    pub fn suggested(&self) -> bool {
        self.suggesting.asking.is_answered() || !self.asks_suggesters()
    }

    /// True while the built-in suggester has answered for the beginning of a chunk and still reads the rest.
    #[must_use]
    pub fn is_being_read(&self) -> bool {
        self.suggesting.asking.is_read_in_part() && self.asks_suggesters()
    }

    /// The number of chunks with an answer for the whole chunk, and the number of all chunks. `None` if all have one, or if the
    /// only chunk has no answer at all.
    #[must_use]
    pub fn suggested_in_part(&self) -> Option<(usize, usize)> {
        let asking = &self.suggesting.asking;
        let (known, all) = (asking.answers(), self.article.text.chunks().len());
        let has_parts = all > 1 && asking.has_begun() || asking.is_read_in_part();
        (has_parts && known < all).then_some((known, all))
    }

    /// Receives an answer. Decided suggestions stay decided. An article that is over gets no new suggestions.
    ///
    /// The first answer of a suggester becomes pending at once. Later answers of the built-in suggester, which has learnt
    /// something, leave everything pending that has been on the screen. If the list is frozen, they remove nothing and
    /// their new suggestions wait, except those in a part of the text that had no answer yet
    /// ([`Self::admit_first_answers`]). Returns true if more suggestions wait than before.
    pub(in crate::workbench) fn receive_suggestions(
        &mut self,
        answer: SuggesterAnswer,
        threshold: f64,
        list: ListState,
    ) -> bool {
        let SuggesterAnswer { suggestions: fresh, mut alternatives, read: own } = answer;
        let had_some = !fresh.is_empty();
        let fresh = if self.suggesting.of_other_text {
            alternatives = self.of_this_text(alternatives);
            self.of_this_text(fresh)
        } else {
            fresh
        };
        if had_some && fresh.is_empty() {
            // A late answer about the text before the article was read again is no answer.
            return false;
        }
        let text = &self.article.text;
        let chunk = own.as_ref().map(|read| text.chunk_of(read.start));
        let part = own.unwrap_or(0..text.len());
        let asking = &mut self.suggesting.asking;
        if self.annotation.status.is_over() {
            // If the article is reopened, it is asked about again.
            if let Some(chunk) = chunk {
                asking.forget(chunk.start);
            }
            return false;
        }
        let read_before = chunk.as_ref().and_then(|chunk| asking.read_to(chunk.start));
        let again = if chunk.is_some() { read_before.is_some() } else { self.changes.revision > 0 };
        if chunk.as_ref().is_some_and(|chunk| !asking.record_answer(&part, chunk)) {
            return false;
        }
        let own = chunk.is_some();
        // Only what was rejected is left out: the item itself may be one of its alternatives by now.
        alternatives.retain(|one| self.annotation.rejected(&one.id).is_none() && !self.annotation.refuses(&one.body));
        let fresh = self.without_decided(suggest::merge(vec![fresh]));
        let (covered, mut fresh): (Vec<Suggestion>, Vec<Suggestion>) =
            fresh.into_iter().partition(|one| self.is_covered(one));
        if again && list == ListState::Frozen {
            let before = self.suggesting.waiting.len();
            self.keep_waiting(&part, fresh, covered, own, threshold);
            add(&mut self.suggesting.alternatives, alternatives);
            if let Some(read_before) = read_before {
                self.admit_first_answers(read_before..part.end);
            }
            return self.suggesting.waiting.len() > before;
        }
        let mut kept = self.proposed(&part);
        // What reaches behind the part that was read gets its answer later.
        let is_answered = |one: &Suggestion| suggest::is_builtin(&one.source) && one.body.ends_before(part.end);
        kept.retain(|one| !(own && is_answered(one)) || self.is_kept(one));
        let mut beside_others = covered;
        if again {
            // A suggestion that has been on the screen keeps its place, and what else its words may be is an alternative.
            let (beside, new): (Vec<Suggestion>, Vec<Suggestion>) =
                fresh.into_iter().partition(|one| is_beside_one_of(one, &kept));
            beside_others.extend(beside);
            fresh = new;
        }
        self.keep_alternatives(&part, beside_others, own);
        add(&mut self.suggesting.alternatives, alternatives);
        let given = self.article.suggestions.iter().filter(|one| part.contains(&one.place().0)).cloned();
        let mut given = self.without_decided(given.collect());
        given.retain(|one| !self.is_covered(one));
        let pending = suggest::merge(vec![kept, given, fresh]);
        if own {
            replace(&mut self.suggesting.waiting, &part, Vec::new());
        }
        self.place_suggestions(&part, pending, threshold);
        if self.focused().is_none() {
            self.focus = self.resume();
        }
        false
    }

    /// Keeps suggestions that came while the list was frozen: those with a low score are hidden, those beside pending
    /// ones are alternatives, and the others wait.
    fn keep_waiting(
        &mut self,
        part: &Range<usize>,
        fresh: Vec<Suggestion>,
        covered: Vec<Suggestion>,
        own: bool,
        threshold: f64,
    ) {
        let new = fresh.into_iter().filter(|one| self.annotation.pending(&one.id).is_none());
        let (low, high): (Vec<Suggestion>, Vec<Suggestion>) = new.partition(|one| self.is_low(one, threshold));
        let (beside, waiting): (Vec<Suggestion>, Vec<Suggestion>) =
            high.into_iter().partition(|one| self.is_beside(one));
        self.keep_alternatives(part, covered.into_iter().chain(beside).collect(), own);
        let suggesting = &mut self.suggesting;
        if own {
            replace(&mut suggesting.hidden, part, low);
            replace(&mut suggesting.waiting, part, waiting);
        } else {
            add(&mut suggesting.hidden, low);
            add(&mut suggesting.waiting, waiting);
        }
    }

    /// Keeps what else the words of other items may be, instead of what the same suggester said before.
    fn keep_alternatives(&mut self, part: &Range<usize>, alternatives: Vec<Suggestion>, own: bool) {
        let known = &mut self.suggesting.alternatives;
        if own {
            replace(known, part, alternatives);
        } else {
            add(known, alternatives);
        }
    }

    /// Of these suggestions, those that were made for the present text: the words in their ids are in their places.
    fn of_this_text(&self, mut all: Vec<Suggestion>) -> Vec<Suggestion> {
        let text = &self.article.text;
        let fits = |span: &Span| text.span(span.start(), span.end()).is_ok_and(|checked| checked == *span);
        all.retain(|one| {
            let spans = match &one.body {
                Body::Entity { span, .. } => vec![*span],
                Body::Quote(frame) => {
                    let speaker = frame.speaker.as_ref().map(|speaker| speaker.span);
                    frame.content.iter().copied().chain(frame.cue).chain(speaker).collect()
                }
            };
            spans.iter().all(fits) && stable_id(text, &one.body) == one.id
        });
        all
    }

    /// Hides suggestions with a score below `threshold`, and shows the others.
    pub(in crate::workbench) fn show_above(&mut self, threshold: f64) {
        if self.annotation.status.is_over() {
            return;
        }
        let whole = 0..self.article.text.len();
        let all = self.proposed(&whole);
        self.place_suggestions(&whole, all, threshold);
        if self.focused().is_none() {
            self.focus = self.resume();
        }
    }

    /// The number of suggestions that are hidden for their low score.
    #[must_use]
    pub const fn hidden(&self) -> usize {
        self.suggesting.hidden.len()
    }

    /// The pending suggestions that begin in a part of the text, hidden ones included.
    fn proposed(&self, part: &Range<usize>) -> Vec<Suggestion> {
        beginning_in(&self.annotation.pending, part)
            .chain(beginning_in(&self.suggesting.hidden, part))
            .cloned()
            .collect()
    }

    /// True for a suggestion of the built-in suggester that is hidden for its low score. Scores of other suggesters mean
    /// something else.
    fn is_low(&self, one: &Suggestion, threshold: f64) -> bool {
        suggest::is_builtin(&one.source) && one.score.is_some_and(|score| score < threshold) && !self.is_held(one)
    }

    /// True for the focused suggestion, and for suggestions with a note or flag.
    pub(super) fn is_held(&self, suggestion: &Suggestion) -> bool {
        let focused = self.focus.as_ref().is_some_and(|at| matches!(at, ItemRef::Pending(id) if *id == suggestion.id));
        focused || !self.annotation.remark(&RemarkTarget::Suggestion(suggestion.id.clone())).is_empty()
    }

    /// Makes suggestions in a part of the text pending if their score is high enough, and hides the others.
    fn place_suggestions(&mut self, part: &Range<usize>, all: Vec<Suggestion>, threshold: f64) {
        let is_hidden = |one: &Suggestion| self.is_low(one, threshold);
        // A hidden suggestion may have been proposed again meanwhile: the two are one suggestion.
        let all = suggest::merge(vec![all]);
        let (hidden, pending): (Vec<Suggestion>, Vec<Suggestion>) = all.into_iter().partition(is_hidden);
        replace(&mut self.suggesting.hidden, part, hidden);
        let (gone, come) = replace(&mut self.annotation.pending, part, pending);
        for id in gone {
            self.items.remove(&ItemRef::Pending(id.clone()));
            self.changes.pending_update.remove(&id);
        }
        for suggestion in come {
            self.items.extend(Item::pending(&suggestion, &self.annotation.remarks));
            self.changes.pending_update.add(suggestion);
        }
    }
}

/// True for a suggestion that shares words with one of the same layer in a list and is not in it.
fn is_beside_one_of(suggestion: &Suggestion, list: &[Suggestion]) -> bool {
    let shares_words = |one: &&Suggestion| {
        let spans = one.body.span().zip(suggestion.body.span());
        one.body.layer() == suggestion.body.layer() && spans.is_some_and(|(one, other)| one.overlaps(other))
    };
    list.iter().all(|one| one.id != suggestion.id) && list.iter().any(|one| shares_words(&one))
}

/// Adds suggestions that are not in a list yet.
fn add(list: &mut SpanList<Suggestion>, more: Vec<Suggestion>) {
    for one in more {
        if list.find(one.id.as_str()).is_none() {
            list.insert(one);
        }
    }
}

/// The suggestions that begin in a part of the text.
fn beginning_in<'a>(list: &'a SpanList<Suggestion>, part: &Range<usize>) -> impl Iterator<Item = &'a Suggestion> {
    let end = part.end;
    let first = list.partition_point(|one| one.place().0 < part.start);
    list.iter_from(first).take_while(move |one| one.place().0 < end)
}

/// Replaces the suggestions that begin in a part of the text. Returns the ids that were removed and the suggestions
/// that were added, without those that stay as they are.
fn replace(
    list: &mut SpanList<Suggestion>,
    part: &Range<usize>,
    by: Vec<Suggestion>,
) -> (Vec<String>, Vec<Suggestion>) {
    let new: HashMap<&str, &Suggestion> = by.iter().map(|one| (one.id.as_str(), one)).collect();
    let gone = beginning_in(list, part).filter(|one| new.get(one.id.as_str()).is_none_or(|other| other != one));
    let gone: Vec<String> = gone.map(|one| one.id.clone()).collect();
    for id in &gone {
        list.remove(id.as_str());
    }
    let come: Vec<Suggestion> = by.into_iter().filter(|one| list.find(one.id.as_str()).is_none()).collect();
    list.extend(come.iter().cloned());
    (gone, come)
}
