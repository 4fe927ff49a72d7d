//! Moves an annotation onto a corrected text.
//!
//! A difference of the two texts (Myers 1986, by words, then by letters inside the words that differ) says which letters
//! stayed. A span stays around its letters.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::{Span, Text};

use super::letter_counts::LetterCounts;
use super::{
    Annotation, Article, Body, Frame, GoldItem, Label, Rejected, Relations, RemarkTarget, Remarks, SpanList, Speaker,
    Status, Suggestion, Verdict, join_parts, stable_id,
};

/// An annotation on the new text.
#[derive(Debug, Clone)]
pub struct Realigned {
    /// The article with the new text. Its suggestions are in `pending` of the annotation.
    pub article: Article,
    /// The annotation with the spans that could be moved.
    pub annotation: Annotation,
    /// What could not be moved, in reading order.
    pub unmoved: Vec<Unmoved>,
    /// The items whose words are not the same as before: their ids with the words before and after.
    pub reworded: Vec<(String, String, String)>,
}

/// Something that has no place in the new text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmoved {
    /// The id of the item.
    pub id: String,
    /// Its label or kind; for a part of a quote: `cue`, `speaker`.
    pub what: String,
    /// Its place in the old text, in code points.
    pub place: Range<usize>,
    /// Its words in the old text.
    pub words: String,
}

/// Moves the annotation of an article onto a new text.
///
/// A span moves if at least half of its letters are still there. Entities, whole quotes and suggestions that do not move
/// are left out and listed; a cue or a speaker that does not move leaves its quote, and a relation goes with an end that
/// does not move. An article that loses something is no longer done.
///
/// ```
/// use tawsim::gold::{json, realign};
/// use tawsim::text::Text;
/// let line = r#"{"id": "a", "text": "زار سامي باريس", "status": "done", "entities": [
///     {"id": "e1", "start": 9, "end": 14, "label": "LOC", "verdict": "added"}]}"#;
/// let (article, annotation) = json::read(line)?;
/// let moved = realign(&article, &annotation, &Text::new("زار الأستاذ سامي باريس"));
/// let span = moved.annotation.gold_item("e1").unwrap().body.span().unwrap();
/// assert_eq!(moved.article.text.slice(span), "باريس");
/// assert!(moved.unmoved.is_empty());
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
#[must_use]
pub fn realign(article: &Article, annotation: &Annotation, new: &Text) -> Realigned {
    let kept = kept_runs(article.text.as_str(), new.as_str());
    let letters = LetterCounts::new(article.text.as_str());
    let mut kept_letters = vec![0];
    for run in &kept {
        let before = kept_letters.last().copied().unwrap_or_default();
        kept_letters.push(before + letters.count(article.text.as_str(), run.old.clone()));
    }
    let mut mover = Mover {
        old: &article.text,
        new,
        kept,
        letters,
        kept_letters,
        unmoved: Vec::new(),
        reworded: Vec::new(),
        suggestion_ids: HashMap::new(),
    };
    let mut moved = Annotation {
        status: annotation.status,
        annotator: annotation.annotator.clone(),
        extra: annotation.extra.clone(),
        ..Annotation::default()
    };
    moved.gold = annotation.gold.iter().filter_map(|item| mover.gold_item(item)).collect();
    moved.relations = mover.relations(annotation, &moved.gold);
    moved.rejected = annotation.rejected.iter().filter_map(|rejected| mover.rejected(rejected)).collect();
    let pending = annotation.pending.iter().chain(&article.suggestions);
    moved.pending = pending.filter_map(|suggestion| mover.suggestion(suggestion, true)).collect();
    mover.repair_links(&mut moved);
    moved.remarks = mover.remarks(annotation, article);
    if moved.status == Status::Done && !mover.unmoved.is_empty() {
        moved.status = Status::InProgress;
    }
    let mut unmoved = mover.unmoved;
    unmoved.sort_by_key(|unmoved| (unmoved.place.start, unmoved.place.end));
    let article = Article { text: new.clone(), suggestions: Vec::new(), ..article.clone() };
    Realigned { article, annotation: moved, unmoved, reworded: mover.reworded }
}

/// Letters that stayed: their range of bytes in the old text and their first byte in the new one.
struct KeptRun {
    old: Range<usize>,
    new: usize,
}

impl KeptRun {
    /// The byte of the new text for a byte of the run, or for its end.
    const fn moved(&self, byte: usize) -> usize {
        self.new + (byte - self.old.start)
    }
}

/// The runs that stayed, in order.
fn kept_runs(old: &str, new: &str) -> Vec<KeptRun> {
    let (old_words, new_words) = (pieces(old.split_word_bounds()), pieces(new.split_word_bounds()));
    let (old_list, new_list) = (words(&old_words), words(&new_words));
    let mut runs: Vec<KeptRun> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_list, &new_list) {
        let (old_part, new_part) = (byte_range(&old_words, &op, true), byte_range(&new_words, &op, false));
        match op.tag() {
            DiffTag::Equal => push_run(&mut runs, KeptRun { old: old_part, new: new_part.start }),
            DiffTag::Replace => {
                let (old_at, new_at) = (old_part.start, new_part.start);
                let (old_part, new_part) =
                    (old.get(old_part).unwrap_or_default(), new.get(new_part).unwrap_or_default());
                let (old_letters, new_letters) = (pieces(old_part.graphemes(true)), pieces(new_part.graphemes(true)));
                // Two long parts without a common word have few letters in common by more than chance.
                if old_letters.len().saturating_mul(new_letters.len()) > 4_000_000 {
                    continue;
                }
                for op in capture_diff_slices(Algorithm::Myers, &words(&old_letters), &words(&new_letters)) {
                    if op.tag() == DiffTag::Equal {
                        let part = byte_range(&old_letters, &op, true);
                        let new = new_at + byte_range(&new_letters, &op, false).start;
                        push_run(&mut runs, KeptRun { old: old_at + part.start..old_at + part.end, new });
                    }
                }
            }
            DiffTag::Delete | DiffTag::Insert => {}
        }
    }
    runs
}

/// Pieces of a text with their first bytes.
fn pieces<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let mut at = 0;
    let with_place = |piece: &'a str| {
        let start = at;
        at += piece.len();
        (start, piece)
    };
    parts.map(with_place).collect()
}

fn words<'a>(pieces: &[(usize, &'a str)]) -> Vec<&'a str> {
    pieces.iter().map(|(_, words)| *words).collect()
}

/// The bytes of an operation in the old or the new pieces.
fn byte_range(pieces: &[(usize, &str)], op: &DiffOp, of_old: bool) -> Range<usize> {
    let range = if of_old { op.old_range() } else { op.new_range() };
    let end_of = |at: usize| pieces.get(at).map_or(0, |(start, words)| start + words.len());
    let end = range.end.checked_sub(1).map_or(0, end_of);
    let start = pieces.get(range.start).map_or(end, |(start, _)| *start);
    start..end.max(start)
}

/// Adds a run, or makes the last one longer.
fn push_run(runs: &mut Vec<KeptRun>, run: KeptRun) {
    match runs.last_mut().filter(|last| last.old.end == run.old.start && last.moved(last.old.end) == run.new) {
        Some(last) => last.old.end = run.old.end,
        None if run.old.is_empty() => {}
        None => runs.push(run),
    }
}

struct Mover<'a> {
    old: &'a Text,
    new: &'a Text,
    kept: Vec<KeptRun>,
    letters: LetterCounts,
    /// The number of letters in the runs before each run, and in all.
    kept_letters: Vec<usize>,
    unmoved: Vec<Unmoved>,
    reworded: Vec<(String, String, String)>,
    /// The new id of each suggestion. An id follows from the place.
    suggestion_ids: HashMap<String, String>,
}

impl Mover<'_> {
    /// The span in the new text; `None` if less than half of its letters are still there.
    fn span(&self, span: Span) -> Option<Span> {
        let first = self.kept.partition_point(|run| run.old.end <= span.start());
        let past = self.kept.partition_point(|run| run.old.start < span.end());
        let (first_run, last_run) = (self.kept.get(first)?, self.kept.get(past.checked_sub(1)?)?);
        let (from, to) = (first_run.old.start.max(span.start()), last_run.old.end.min(span.end()));
        let count = |range: Range<usize>| self.letters.count(self.old.as_str(), range);
        let cut = count(first_run.old.start..from) + count(to..last_run.old.end);
        let letters = (self.kept_letters.get(past)? - self.kept_letters.get(first.min(past))?).saturating_sub(cut);
        if letters * 2 < count(span.range()) || letters == 0 {
            return None;
        }
        let mut start = (from, first_run.moved(from));
        let mut end = (to, last_run.moved(to));
        // If the first or last letter was replaced, the edge is where the letters beside the span are.
        if start.0 > span.start()
            && let Some(before) = self.kept.iter().take(first + 1).rfind(|run| run.old.end >= span.start())
            && before.old.start < span.start()
        {
            start.1 = before.moved(span.start().min(before.old.end));
        } else if start.0 > span.start() && first > 0 {
            let before = self.kept.get(first - 1)?;
            if before.old.end == span.start() {
                start.1 = before.moved(before.old.end);
            }
        }
        if end.0 < span.end() {
            let next = self.kept.partition_point(|run| run.old.start < span.end());
            if let Some(after) = self.kept.get(next).filter(|run| run.old.start == span.end()) {
                end.1 = after.new;
            }
        }
        self.new.span_around(start.1, end.1)
    }

    /// The same, and lists what does not move.
    fn listed_span(&mut self, id: &str, what: &str, span: Span) -> Option<Span> {
        let moved = self.span(span);
        if moved.is_none() {
            let (place, words) = (self.old.code_points(span), self.old.slice(span).to_owned());
            self.unmoved.push(Unmoved { id: id.to_owned(), what: what.to_owned(), place, words });
        }
        moved
    }

    /// The body in the new text. `lists`: what does not move is listed.
    fn body(&mut self, id: &str, body: &Body, lists: bool) -> Option<Body> {
        match body {
            Body::Entity { span, label } => {
                let new = if lists { self.listed_span(id, label.as_str(), *span) } else { self.span(*span) };
                Some(Body::Entity { span: new?, label: label.clone() })
            }
            Body::Quote(frame) => {
                let mut content = Vec::new();
                for part in &frame.content {
                    let new = if lists { self.listed_span(id, frame.kind.name(), *part) } else { self.span(*part) };
                    content.extend(new);
                }
                content.sort();
                content.dedup();
                if content.is_empty() {
                    return None;
                }
                let mut part = |what: &str, span: Span| {
                    if lists { self.listed_span(id, what, span) } else { self.span(span) }
                };
                let cue = frame.cue.and_then(|cue| part("cue", cue));
                let speaker = frame
                    .speaker
                    .as_ref()
                    .and_then(|speaker| Some(Speaker { span: part("speaker", speaker.span)?, ..speaker.clone() }));
                Some(Body::Quote(Box::new(Frame { kind: frame.kind, content, cue, speaker })))
            }
        }
    }

    fn gold_item(&mut self, item: &GoldItem) -> Option<GoldItem> {
        let (body, parts) = match &item.body {
            Body::Entity { label, .. } if !item.parts.is_empty() => self.entity_in_parts(item, label)?,
            body => (self.body(&item.id, body, true)?, Vec::new()),
        };
        if let (Some(before), Some(after)) = (item.body.span(), body.span())
            && self.old.slice(before) != self.new.slice(after)
        {
            let words = (self.old.slice(before).to_owned(), self.new.slice(after).to_owned());
            self.reworded.push((item.id.clone(), words.0, words.1));
        }
        let suggestion = item.suggestion.as_ref().and_then(|suggestion| self.suggestion(suggestion, false));
        let verdict = match item.verdict {
            Verdict::Added => Verdict::Added,
            _ if !parts.is_empty() => Verdict::Fixed,
            _ => Verdict::of(&body, suggestion.as_ref()),
        };
        Some(GoldItem { body, parts, suggestion, verdict, ..item.clone() })
    }

    /// The entity from the first to the last of its parts that move.
    fn entity_in_parts(&mut self, item: &GoldItem, label: &Label) -> Option<(Body, Vec<Span>)> {
        let moved = item.parts.iter().filter_map(|part| self.listed_span(&item.id, label.as_str(), *part));
        let moved: Vec<Span> = moved.collect();
        let span = moved.iter().copied().reduce(Span::hull)?;
        Some((Body::Entity { span, label: label.clone() }, join_parts(moved)))
    }

    /// The relations whose ends are both there. The others are listed with the words of their beginning.
    fn relations(&mut self, annotation: &Annotation, moved: &SpanList<GoldItem>) -> Relations {
        let is_there = |id: &String| moved.find(id.as_str()).is_some();
        let mut kept = Relations::default();
        for relation in annotation.relations.iter() {
            let ends = [&relation.from, &relation.to];
            let span = annotation.gold_item(&relation.from).and_then(|item| item.body.span());
            match span.filter(|_| !ends.into_iter().all(is_there)) {
                None => kept.insert(relation.clone()),
                Some(span) => self.unmoved.push(Unmoved {
                    id: relation.id.clone(),
                    what: relation.label.clone(),
                    place: self.old.code_points(span),
                    words: self.old.slice(span).to_owned(),
                }),
            }
        }
        kept
    }

    fn rejected(&mut self, rejected: &Rejected) -> Option<Rejected> {
        Some(Rejected { suggestion: self.suggestion(&rejected.suggestion, true)?, at: rejected.at.clone() })
    }

    fn suggestion(&mut self, suggestion: &Suggestion, lists: bool) -> Option<Suggestion> {
        let body = self.body(&suggestion.id, &suggestion.body, lists)?;
        // Ids of other programs stay as they are.
        let is_stable = suggestion.id == stable_id(self.old, &suggestion.body);
        let id = if is_stable { stable_id(self.new, &body) } else { suggestion.id.clone() };
        self.suggestion_ids.insert(suggestion.id.clone(), id.clone());
        Some(Suggestion { id, body, ..suggestion.clone() })
    }

    /// Speakers keep their links to entities that moved. A link to another entity is removed.
    fn repair_links(&self, annotation: &mut Annotation) {
        let is_there = |id: &String| annotation.gold.find(id.as_str()).is_some();
        let repaired = |body: &Body| -> Option<Body> {
            let Body::Quote(frame) = body else { return None };
            let speaker = frame.speaker.as_ref()?;
            let entity = speaker.entity.as_ref()?;
            let entity = match self.suggestion_ids.get(entity) {
                Some(new) => Some(new.clone()),
                None => Some(entity.clone()).filter(is_there),
            };
            (entity != speaker.entity).then(|| {
                let speaker = Some(Speaker { entity, ..speaker.clone() });
                Body::Quote(Box::new(Frame { speaker, ..Frame::clone(frame) }))
            })
        };
        let gold: Vec<GoldItem> = annotation
            .gold
            .iter()
            .filter_map(|item| Some(GoldItem { body: repaired(&item.body)?, ..item.clone() }))
            .collect();
        let pending: Vec<Suggestion> = annotation
            .pending
            .iter()
            .filter_map(|it| Some(Suggestion { body: repaired(&it.body)?, ..it.clone() }))
            .collect();
        for item in gold {
            annotation.gold.remove(item.id.as_str());
            annotation.gold.insert(item);
        }
        for suggestion in pending {
            annotation.pending.remove(suggestion.id.as_str());
            annotation.pending.insert(suggestion);
        }
    }

    /// The remarks under the new ids of suggestions.
    fn remarks(&self, annotation: &Annotation, article: &Article) -> Remarks {
        let mut remarks = Remarks::default();
        let mut copy = |from: &RemarkTarget| {
            let to = match from {
                RemarkTarget::Suggestion(id) => {
                    RemarkTarget::Suggestion(self.suggestion_ids.get(id).cloned().unwrap_or_else(|| id.clone()))
                }
                other => other.clone(),
            };
            remarks.set(to, annotation.remarks.of(from));
        };
        copy(&RemarkTarget::Article);
        annotation.gold.iter().for_each(|item| copy(&item.remark_target()));
        let suggestions = annotation.rejected.iter().map(|rejected| &rejected.suggestion);
        let suggestions = suggestions.chain(annotation.pending.iter()).chain(&article.suggestions);
        suggestions.for_each(|suggestion| copy(&RemarkTarget::Suggestion(suggestion.id.clone())));
        remarks
    }
}
