//! Builds an article and its annotation from what a file of another tool says.

use serde_json::Value;

use crate::formats::annotated::Annotated;
use crate::formats::import::Imported;
use crate::formats::loss::Loss;
use crate::gold::{
    Annotation, Article, Body, Extra, Frame, GoldItem, Label, QuoteKind, Rejected, Remark, Speaker, Status, Suggestion,
    UniqueIds, Verdict, stable_id,
};
use crate::text::{OffsetError, Span, Text, Unit};

/// Collects what an importer reads of one article.
pub(crate) struct ArticleBuilder {
    article: Article,
    annotation: Annotation,
    ids: UniqueIds,
    suggestion_ids: UniqueIds,
    losses: Vec<Loss>,
}

impl ArticleBuilder {
    /// An article without spans. Its status is "done" until the importer sets another.
    pub(crate) fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        let article = Article { id: id.into(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() };
        Self {
            article,
            annotation: Annotation { status: Status::Done, ..Annotation::default() },
            ids: UniqueIds::default(),
            suggestion_ids: UniqueIds::default(),
            losses: Vec::new(),
        }
    }

    /// An article from a JSON record, which must have a text and should have an id.
    pub(crate) fn of_record(id: Option<String>, fallback_id: String, text: Option<String>) -> Result<Self, String> {
        let text = text.filter(|text| !text.trim().is_empty()).ok_or("\"text\" is missing or empty; add it")?;
        Ok(Self::new(id.filter(|id| !id.trim().is_empty()).unwrap_or(fallback_id), text))
    }

    pub(crate) const fn text(&self) -> &Text {
        &self.article.text
    }

    pub(crate) const fn meta(&mut self) -> &mut Extra {
        &mut self.article.meta
    }

    pub(crate) const fn annotation(&mut self) -> &mut Annotation {
        &mut self.annotation
    }

    /// A span between two offsets. Other tools allow an edge between a letter and its diacritics; such an edge is moved
    /// outward, and that is a loss.
    pub(crate) fn span(&mut self, start: usize, end: usize, unit: Unit, what: &str) -> Result<Span, OffsetError> {
        let text = self.article.text.clone();
        match text.span_in(start, end, unit) {
            Err(OffsetError::InsideCluster { .. }) => {
                let span = text.span_about(start, end, unit)?;
                self.lose_span(span, what, "an edge was between a letter and its diacritics; widened to whole letters");
                Ok(span)
            }
            done => done,
        }
    }

    /// A span in code points that must hold the given words, unless its edges were moved.
    pub(crate) fn span_with_words(
        &mut self,
        (start, end): (usize, usize),
        label: &str,
        words: Option<&str>,
    ) -> Result<Span, String> {
        let span = self.span(start, end, Unit::CodePoints, label).map_err(|error| error.to_string())?;
        let is_exact = self.text().code_points(span) == (start..end);
        match words.filter(|words| is_exact && *words != self.text().slice(span)) {
            Some(words) => Err(format!("the text there is not {words:?} (offsets are code points)")),
            None => Ok(span),
        }
    }

    /// Reports that a span is not taken over as it is.
    pub(crate) fn lose_span(&mut self, span: Span, what: &str, why: &str) {
        self.losses.push(Loss::at(&self.article, span, what, why));
    }

    /// Reports that something without a span is not taken over.
    pub(crate) fn lose(&mut self, what: &str, why: &str) {
        self.losses.push(Loss::of(&self.article, what, why));
    }

    /// Adds a gold item without a suggestion.
    pub(crate) fn add_item(&mut self, id: Option<&str>, body: Body) {
        self.add_decided_item(id, body, None, Extra::new());
    }

    /// Adds a gold item with the suggestion that it decides and its extra keys. It gets the wanted id if that is free.
    pub(crate) fn add_decided_item(
        &mut self,
        id: Option<&str>,
        body: Body,
        suggestion: Option<Suggestion>,
        mut extra: Extra,
    ) {
        let wanted = id.filter(|id| !id.is_empty() && !self.ids.contains(id));
        let id = wanted.map_or_else(|| self.annotation.free_id(body.layer()), str::to_owned);
        let id = self.ids.claim(id);
        let verdict = Verdict::of(&body, suggestion.as_ref());
        let remark = take_remark(&mut extra);
        let item = GoldItem { id, body, verdict, suggestion, at: None, extra };
        self.annotation.remarks.set(item.remark_target(), remark);
        self.annotation.gold.insert(item);
    }

    pub(crate) fn add_entity(&mut self, span: Span, label: &str) {
        self.add_item(None, Body::Entity { span, label: Label::new(label) });
    }

    /// A suggestion under the wanted id, else under a stable id. A quotation mark is appended to an id that is in use.
    pub(crate) fn new_suggestion(
        &mut self,
        id: Option<&str>,
        source: &str,
        score: Option<f64>,
        body: Body,
    ) -> Suggestion {
        let id = id.filter(|id| !id.is_empty()).map_or_else(|| stable_id(&self.article.text, &body), str::to_owned);
        let id = self.suggestion_ids.claim(id);
        let score = score.filter(|score| score.is_finite());
        Suggestion { id, source: source.to_owned(), score, body, extra: Extra::new() }
    }

    pub(crate) fn add_pending(&mut self, suggestion: Suggestion) {
        self.annotation.pending.insert(suggestion);
    }

    pub(crate) fn add_rejected(&mut self, suggestion: Suggestion) {
        self.annotation.rejected.insert(Rejected { suggestion, at: None });
    }

    pub(crate) fn finish(self) -> Imported {
        (Annotated::new(self.article, self.annotation), self.losses)
    }
}

/// Removes the note and the flags from the extra keys of an item, and gives them as a remark.
fn take_remark(keys: &mut Extra) -> Remark {
    let mut remark = Remark::default();
    if let Some(note) = keys.get("note").and_then(Value::as_str).filter(|note| !note.trim().is_empty()) {
        remark.note = Some(note.to_owned());
        keys.shift_remove("note");
    }
    let flags = keys.get("flags").and_then(Value::as_array);
    let flags = flags.and_then(|flags| flags.iter().map(|flag| flag.as_str().map(str::to_owned)).collect());
    if let Some(flags) = flags {
        remark.flags = flags;
        keys.shift_remove("flags");
    }
    remark
}

/// A quote frame with its content in reading order; `None` without content.
pub(crate) fn frame(
    kind: QuoteKind,
    mut content: Vec<Span>,
    cue: Option<Span>,
    speaker: Option<Speaker>,
) -> Option<Frame> {
    content.sort();
    content.dedup();
    (!content.is_empty()).then_some(Frame { kind, content, cue, speaker })
}
