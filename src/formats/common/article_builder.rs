//! An article and its annotation put together from what a foreign file says.

use std::collections::HashSet;

use serde_json::Value;

use crate::formats::annotated::Annotated;
use crate::formats::import::Imported;
use crate::formats::loss::Loss;
use crate::gold::{
    Annotation, Article, Body, Extra, Frame, GoldItem, Label, Layer, QuoteKind, Rejected, Remark, Speaker, Status,
    Suggestion, Verdict, stable_id,
};
use crate::text::{OffsetError, Span, Text, Unit};

/// Collects what an importer finds in one article.
pub(in crate::formats) struct ArticleBuilder {
    article: Article,
    annotation: Annotation,
    ids: HashSet<String>,
    suggestion_ids: HashSet<String>,
    lost: Vec<Loss>,
}

impl ArticleBuilder {
    /// An article of a foreign corpus: gold that someone called complete.
    pub(in crate::formats) fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        let article = Article { id: id.into(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() };
        Self {
            article,
            annotation: Annotation { status: Status::Done, ..Annotation::default() },
            ids: HashSet::new(),
            suggestion_ids: HashSet::new(),
            lost: Vec::new(),
        }
    }

    pub(in crate::formats) const fn text(&self) -> &Text {
        &self.article.text
    }

    pub(in crate::formats) const fn meta(&mut self) -> &mut Extra {
        &mut self.article.meta
    }

    pub(in crate::formats) const fn annotation(&mut self) -> &mut Annotation {
        &mut self.annotation
    }

    /// A span in some unit. Edges that cut a letter from its marks are moved outward, and that is told: other tools
    /// allow them.
    pub(in crate::formats) fn span(
        &mut self,
        start: usize,
        end: usize,
        unit: Unit,
        what: &str,
    ) -> Result<Span, OffsetError> {
        let text = self.article.text.clone();
        match text.span_in(start, end, unit) {
            Err(OffsetError::InsideCluster { .. }) => {
                let span = text.span_about(start, end, unit)?;
                self.lose(span, what, "an edge cut a letter from its marks; widened to whole letters");
                Ok(span)
            }
            done => done,
        }
    }

    /// Notes that something of the input is not taken over as it is.
    pub(in crate::formats) fn lose(&mut self, span: Span, what: &str, why: &str) {
        self.lost.push(Loss::at(&self.article, span, what, why));
    }

    pub(in crate::formats) fn lose_all(&mut self, what: &str, why: &str) {
        self.lost.push(Loss::of(&self.article, what, why));
    }

    /// A mark without a suggestion, under the id wished for if it is free. Gives the id.
    pub(in crate::formats) fn mark(&mut self, id: Option<&str>, body: Body) -> String {
        self.decided(id, body, None, Extra::new())
    }

    /// A mark with what a machine had proposed. Gives the id.
    pub(in crate::formats) fn decided(
        &mut self,
        id: Option<&str>,
        body: Body,
        suggestion: Option<Suggestion>,
        mut extra: Extra,
    ) -> String {
        let wished = id.filter(|id| !id.is_empty() && !self.ids.contains(*id));
        let id = wished.map_or_else(|| self.free_id(body.layer()), str::to_owned);
        self.ids.insert(id.clone());
        let verdict = Verdict::of(&body, suggestion.as_ref());
        let remark = remark(&mut extra);
        let mark = GoldItem { id: id.clone(), body, verdict, suggestion, at: None, extra };
        self.annotation.remarks.set(mark.remark_target(), remark);
        self.annotation.gold.insert(mark);
        id
    }

    fn free_id(&self, layer: Layer) -> String {
        let mut id = self.annotation.free_id(layer);
        while self.ids.contains(&id) {
            id.push('\'');
        }
        id
    }

    pub(in crate::formats) fn entity(&mut self, id: Option<&str>, span: Span, label: &str) -> String {
        self.mark(id, Body::Entity { span, label: Label::new(label) })
    }

    /// A suggestion, its id made free.
    pub(in crate::formats) fn suggestion(
        &mut self,
        id: Option<&str>,
        source: &str,
        score: Option<f64>,
        body: Body,
    ) -> Suggestion {
        let mut id = id.filter(|id| !id.is_empty()).map_or_else(|| stable_id(&self.article.text, &body), str::to_owned);
        while !self.suggestion_ids.insert(id.clone()) {
            id.push('\'');
        }
        let score = score.filter(|score| score.is_finite());
        Suggestion { id, source: source.to_owned(), score, body, extra: Extra::new() }
    }

    pub(in crate::formats) fn pending(&mut self, suggestion: Suggestion) {
        self.annotation.pending.insert(suggestion);
    }

    pub(in crate::formats) fn rejected(&mut self, suggestion: Suggestion) {
        self.annotation.rejected.insert(Rejected { suggestion, at: None });
    }

    pub(in crate::formats) fn done(self) -> Imported {
        (Annotated::new(self.article, self.annotation), self.lost)
    }
}

/// Takes the note and the flags out of the keys that stand beside a mark.
fn remark(keys: &mut Extra) -> Remark {
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

/// A frame of parts, in reading order; `None` without content.
pub(in crate::formats) fn frame(
    kind: QuoteKind,
    mut content: Vec<Span>,
    cue: Option<Span>,
    speaker: Option<Speaker>,
) -> Option<Frame> {
    content.sort();
    content.dedup();
    (!content.is_empty()).then_some(Frame { kind, content, cue, speaker })
}
