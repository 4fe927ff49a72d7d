//! Builds an article and its annotation from what a file of another tool says.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use crate::formats::annotated::{ATTRIBUTES, Annotated, PARTS};
use crate::formats::import::Imported;
use crate::formats::loss::{Loss, describe_item};
use crate::gold::{
    Annotation, Article, Attributes, Body, Extra, Frame, GoldItem, Label, Layer, QuoteKind, Rejected, Relation, Remark,
    Speaker, Status, Suggestion, UniqueIds, Verdict, are_parts_of, stable_id,
};
use crate::text::{OffsetError, Span, Text, Unit};

use super::offset_repair::{Located, SpanClaim, SpanFinder};

/// Collects what an importer reads of one article.
pub(crate) struct ArticleBuilder {
    article: Article,
    annotation: Annotation,
    ids: UniqueIds,
    suggestion_ids: UniqueIds,
    losses: Vec<Loss>,
    finder: SpanFinder,
    /// The number of spans for which no place was certain.
    refused: usize,
}

impl ArticleBuilder {
    /// An article without spans. Its status is "done" until the importer sets another.
    pub(crate) fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        let text = Text::new(text);
        let finder = SpanFinder::new(text.clone());
        let article = Article { id: id.into(), text, meta: Extra::new(), suggestions: Vec::new() };
        Self {
            article,
            finder,
            refused: 0,
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

    /// The span that a file describes, by its offsets and its words. `what` names it: its label. A repair is reported, and
    /// so is a span without a certain place, which gives `None`.
    pub(crate) fn find_span(&mut self, claim: SpanClaim<'_>, what: &str, line: Option<usize>) -> Option<Span> {
        match self.finder.locate(claim) {
            Located::Exact(span) => Some(span),
            Located::Widened(span) => {
                let why = "an edge was between a letter and its diacritics; widened to whole letters";
                self.losses.push(Loss { line, ..Loss::at(&self.article, span, what, why) });
                Some(span)
            }
            Located::Repaired(span, how) => {
                let why = format!("its offsets do not fit its words: {how}");
                self.losses.push(Loss { line, is_kept: true, ..Loss::at(&self.article, span, what, why) });
                Some(span)
            }
            Located::Refused(why) => {
                self.refused += 1;
                let what = format!("{what} at {}..{}", claim.start, claim.end);
                let why = format!("{why}; left out, correct its offsets");
                self.losses.push(Loss { line, ..Loss::of(&self.article, what, why) });
                None
            }
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

    /// Reports that an annotation is not taken over, so that the article is not done.
    pub(crate) fn refuse(&mut self, what: &str, why: &str) {
        self.refused += 1;
        self.lose(what, why);
    }

    /// Reports that something in a line of the file is not taken over.
    pub(crate) fn lose_line(&mut self, line: usize, what: &str, why: &str) {
        self.report_line(line, what, why, false);
    }

    /// Reports something about a line of the file: a loss, or a notice.
    pub(crate) fn report_line(&mut self, line: usize, what: &str, why: &str, is_notice: bool) {
        self.losses.push(Loss { line: Some(line), is_kept: is_notice, ..Loss::of(&self.article, what, why) });
    }

    /// Reports a repair or a choice by which nothing is lost.
    pub(crate) fn note(&mut self, what: &str, why: &str) {
        self.losses.push(Loss::note(&self.article, what, why));
    }

    /// Reports the keys of a JSON object that were not read, by the name of the list or object that holds it.
    pub(crate) fn report_rest(&mut self, of: &str, rest: &Extra) {
        for (key, value) in rest {
            if !is_empty_value(value) {
                self.lose(&format!("{of}.{key}"), "no such key is read here; left out");
            }
        }
    }

    /// Reports the keys of spans that became a part of a quote: only its first span has place for them. `taken` are the numbers
    /// of the spans whose keys an item has. Our own exports repeat the keys of an item on each of its spans.
    pub(crate) fn report_left_keys(&mut self, extras: &[Extra], taken: &HashSet<usize>) {
        let kept = extras.iter().enumerate().filter(|(at, _)| taken.contains(at)).flat_map(|(_, extra)| extra);
        let kept: HashSet<(&str, String)> = kept.map(|(key, value)| (key.as_str(), value.to_string())).collect();
        for (_, extra) in extras.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            let left = extra.iter().filter(|(key, value)| !kept.contains(&(key.as_str(), value.to_string())));
            self.report_rest("part of a quote", &left.map(|(key, value)| (key.clone(), value.clone())).collect());
        }
    }

    /// The kind of a quote that a file names. Reports a word that is none.
    pub(crate) fn quote_kind(&mut self, word: Option<&str>) -> Option<QuoteKind> {
        let word = word.filter(|word| !word.trim().is_empty())?;
        let kind = word.parse().ok();
        if kind.is_none() {
            self.lose(&format!("kind {word:?}"), "a quote is direct, indirect or mixed; left out");
        }
        kind
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
        let remark = take_remark(&mut extra);
        let (parts, attributes) = self.take_details(&body, &mut extra);
        let verdict = match Verdict::of(&body, suggestion.as_ref()) {
            Verdict::Accepted if !parts.is_empty() => Verdict::Fixed,
            verdict => verdict,
        };
        let item = GoldItem { id, body, parts, attributes, verdict, suggestion, at: None, extra };
        self.annotation.remarks.set(item.remark_target(), remark);
        self.annotation.gold.insert(item);
    }

    /// Adds a relation between two gold items, which the importer adds before or after it. An end that never comes is
    /// reported at the end.
    pub(crate) fn add_relation(&mut self, label: &str, from: &str, to: &str, attributes: Attributes) {
        let label = if label.trim().is_empty() {
            self.note("a relation", "it has no label, which gold needs; it is called RELATED");
            "RELATED"
        } else {
            label
        };
        let relations = &mut self.annotation.relations;
        let relation = Relation { attributes, ..Relation::new(relations.free_id(), label, from, to) };
        relations.insert(relation);
    }

    /// Sets the attributes and the parts of a gold item that was added. Parts that do not fit its span are reported.
    pub(crate) fn set_details(&mut self, id: &str, attributes: Attributes, parts: Vec<Span>) {
        let Some(item) = self.annotation.gold.find(id) else { return };
        let fits = parts.is_empty() || item.body.span().is_some_and(|span| are_parts_of(span, &parts));
        let mut item = GoldItem { attributes, ..item.clone() };
        match fits {
            true => item.parts = parts,
            false => self.lose(&describe_item(id, &item.body), "its parts are not those of its span; left out"),
        }
        self.annotation.gold.remove(id);
        self.annotation.gold.insert(item);
    }

    /// Removes the attributes and the parts from the extra keys of an item, if they have the shape in which our exports
    /// write them.
    fn take_details(&self, body: &Body, extra: &mut Extra) -> (Vec<Span>, Attributes) {
        let attributes = extra.get(ATTRIBUTES).and_then(Attributes::of);
        if attributes.is_some() {
            extra.shift_remove(ATTRIBUTES);
        }
        let text = self.text();
        let span = |pair: (usize, usize)| text.span_of_code_points(pair.0, pair.1).ok();
        let pairs = extra.get(PARTS).and_then(|parts| Vec::<(usize, usize)>::deserialize(parts).ok());
        let parts: Option<Vec<Span>> = pairs.and_then(|pairs| pairs.into_iter().map(span).collect());
        let fits =
            |parts: &Vec<Span>| body.layer() == Layer::Entity && body.span().is_some_and(|it| are_parts_of(it, parts));
        let parts = parts.filter(fits);
        if parts.is_some() {
            extra.shift_remove(PARTS);
        }
        // Another value under these names must not look like ours.
        for key in [ATTRIBUTES, PARTS] {
            if let Some(value) = extra.shift_remove(key) {
                extra.insert(format!("original_{key}"), value);
            }
        }
        (parts.unwrap_or_default(), attributes.unwrap_or_default())
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

    /// The article. Where a span was refused, or annotations gave nothing, it is not done.
    pub(crate) fn finish(mut self) -> Imported {
        self.remove_dangling_relations();
        let annotation = &self.annotation;
        let is_bare = annotation.gold.is_empty() && annotation.pending.is_empty() && annotation.rejected.is_empty();
        let has_losses = self.losses.iter().any(|loss| !loss.is_kept);
        if annotation.status == Status::Done && (self.refused > 0 || is_bare && has_losses) {
            self.annotation.status = Status::InProgress;
        }
        (Annotated::new(self.article, self.annotation), self.losses)
    }
}

impl ArticleBuilder {
    /// Removes the relations that were added so far, and reports them with their number.
    pub(crate) fn drop_relations(&mut self, whose: &str) {
        let count = std::mem::take(&mut self.annotation.relations).len();
        if count > 0 {
            let what = if count == 1 { format!("1 relation {whose}") } else { format!("{count} relations {whose}") };
            self.lose(&what, "only gold items have relations; left out");
        }
    }

    /// Removes the relations to items that did not come, and reports them with their number.
    fn remove_dangling_relations(&mut self) {
        let Annotation { gold, relations, .. } = &self.annotation;
        let dangles =
            |relation: &&Relation| [&relation.from, &relation.to].iter().any(|end| gold.find(end.as_str()).is_none());
        let dangling: Vec<String> = relations.iter().filter(dangles).map(|relation| relation.id.clone()).collect();
        if dangling.is_empty() {
            return;
        }
        let count = dangling.len();
        let what = if count == 1 { "1 relation".to_owned() } else { format!("{count} relations") };
        self.refuse(&what, "an end is no gold item, and only these have relations; left out");
        dangling.iter().for_each(|id| self.annotation.relations.remove(id));
    }
}

/// True for a value that says nothing: null, an empty text, an empty list or object.
pub(crate) fn is_empty_value(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(words) => words.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
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
