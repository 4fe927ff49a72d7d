//! Collects the tokens and the spans of one article of a CoNLL file.

use serde_json::json;

use crate::formats::common::article_builder::ArticleBuilder;
use crate::formats::common::tagged_text::canonical_label;
use crate::formats::import::{ImportProblem, Imported};
use crate::gold::{Body, Label, Layer, Status};
use crate::text::{Unit, beginning};

use super::mentions::{Mention, MentionReader};
use super::tags::{Position, SpanDecoder, Tag};

/// A token of the sentence that is being read.
pub(super) struct SentenceToken {
    pub(super) word: String,
    /// True if no space follows.
    pub(super) is_glued: bool,
    /// The tags with the numbers of their columns.
    pub(super) tags: Vec<OwnedTag>,
}

/// A tag with its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnedTag {
    pub(super) column: usize,
    pub(super) position: Position,
    pub(super) label: String,
}

/// Something to say about a line.
pub(super) struct LineReport {
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) is_notice: bool,
}

/// An article that is being read.
#[derive(Default)]
pub(super) struct TokenArticle {
    pub(super) id: Option<String>,
    text: String,
    /// The start and the end of each token, in bytes.
    tokens: Vec<(usize, usize)>,
    spans: SpanDecoder,
    sentence: Vec<SentenceToken>,
    /// The number of the line with the text of the sentence, and the text, if the file has it.
    pub(super) sentence_text: Option<(usize, String)>,
    pub(super) sentences: usize,
    pub(super) reports: Vec<LineReport>,
    pub(super) mentions: MentionReader,
    /// True if a line of the article could not be read at all.
    pub(super) is_broken: bool,
}

impl TokenArticle {
    /// The number of tokens.
    pub(super) fn len(&self) -> usize {
        self.tokens.len() + self.sentence.len()
    }

    pub(super) fn push(&mut self, token: SentenceToken) {
        self.sentence.push(token);
    }

    /// The token that was read last, if the sentence has one.
    pub(super) fn last_token(&mut self) -> Option<&mut SentenceToken> {
        self.sentence.last_mut()
    }

    /// Ends the sentence. Gives true if it had a token.
    pub(super) fn end_sentence(&mut self) -> bool {
        let sentence = std::mem::take(&mut self.sentence);
        let text = self.sentence_text.take();
        if sentence.is_empty() {
            return false;
        }
        self.sentences += 1;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let base = self.text.len();
        let first = self.tokens.len();
        match text.as_ref().and_then(|(_, text)| Some((text, places_in(text, &sentence)?))) {
            Some((text, places)) => {
                self.text.push_str(text);
                self.tokens.extend(places.into_iter().map(|(start, end)| (base + start, base + end)));
            }
            None => {
                self.join(&sentence);
                if let Some((line, text)) = text.filter(|(_, text)| !text.is_empty()) {
                    let what = format!("# text = {}", beginning(&text, 40));
                    let why = "is another text than that of the tokens; the tokens are taken".to_owned();
                    self.reports.push(LineReport { line, what, why, is_notice: false });
                }
            }
        }
        for (at, token) in sentence.iter().enumerate() {
            let tags: Vec<(usize, Tag<'_>)> =
                token.tags.iter().map(|it| (it.column, Tag { position: it.position, label: &it.label })).collect();
            self.spans.push(first + at, &tags);
        }
        self.spans.end_sentence();
        self.mentions.end_sentence();
        true
    }

    /// Appends the tokens with a space between them, or none where the file says so.
    fn join(&mut self, sentence: &[SentenceToken]) {
        let mut space = "";
        for token in sentence {
            self.text.push_str(space);
            let start = self.text.len();
            self.text.push_str(&token.word);
            self.tokens.push((start, self.text.len()));
            space = if token.is_glued { "" } else { " " };
        }
    }

    /// The article; `None` without tokens. `is_tagged` is false for a file without tags.
    pub(super) fn finish(mut self, fallback_id: String, is_tagged: bool) -> Option<Result<Imported, ImportProblem>> {
        self.end_sentence();
        (!self.tokens.is_empty() && !self.is_broken).then(|| self.build(fallback_id, is_tagged))
    }

    fn build(self, fallback_id: String, is_tagged: bool) -> Result<Imported, ImportProblem> {
        let mut builder = ArticleBuilder::new(self.id.unwrap_or(fallback_id), self.text);
        let mut spans = self.spans.spans;
        spans.sort_by_key(|(first, last, _)| (*first, std::cmp::Reverse(*last)));
        for (first, last, label) in spans {
            let (Some((start, _)), Some((_, end))) = (self.tokens.get(first), self.tokens.get(last)) else { continue };
            let label = canonical_label(&label);
            match builder.span(*start, *end, Unit::Bytes, label) {
                Ok(span) => builder.add_entity(span, label),
                Err(error) => builder.lose(label, &format!("{error}; left out")),
            }
        }
        if self.spans.stray_brackets > 0 {
            let what = format!("{} brackets", self.spans.stray_brackets);
            builder.lose(&what, "they open or close no span; left out");
        }
        add_mentions(self.mentions, &self.tokens, &mut builder);
        let is_whole = self.reports.iter().all(|report| report.is_notice);
        for LineReport { line, what, why, is_notice } in self.reports {
            builder.report_line(line, &what, &why, is_notice);
        }
        if !is_tagged {
            builder.annotation().status = Status::Suggested;
        } else if !is_whole {
            builder.annotation().status = Status::InProgress;
        }
        Ok(builder.finish())
    }
}

/// Adds the mentions of CorefUD as entities, and reports what gold has no place for.
fn add_mentions(reader: MentionReader, tokens: &[(usize, usize)], builder: &mut ArticleBuilder) {
    for Mention { parts, label, attributes, .. } in reader.mentions {
        let mut places = Vec::new();
        for (first, last) in &parts {
            let (Some((start, _)), Some((_, end))) = (tokens.get(*first), tokens.get(*last)) else { continue };
            match builder.span(*start, *end, Unit::Bytes, &label) {
                Ok(span) => places.push(span),
                Err(error) => builder.lose(&label, &format!("{error}; left out")),
            }
        }
        places.sort();
        let Some((&first, rest)) = places.split_first() else { continue };
        let span = rest.iter().fold(first, |hull, part| hull.hull(*part));
        let id = builder.annotation().free_id(Layer::Entity);
        builder.add_item(Some(&id), Body::Entity { span, label: Label::new(&label) });
        let attributes = attributes.into_iter().map(|(name, value)| (name, json!(value))).collect();
        builder.set_details(&id, attributes, if rest.is_empty() { Vec::new() } else { places });
    }
    for (count, what, why) in [
        (reader.strays, "a bracket of Entity=", "it opens or closes no mention; left out"),
        (reader.widened, "an edge of a mention", "it is inside a token, at one of its words; widened to the token"),
        (reader.empty, "a mention", "it is an empty node, which has no text; left out"),
        (reader.relations, "Bridge= or SplitAnte=", "relations between chains are not read; left out"),
    ] {
        let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
        if count > 0 {
            builder.lose(&format!("{what}{times}"), why);
        }
    }
}

/// The places of the tokens in the text of their sentence; `None` if the text is another one.
fn places_in(text: &str, sentence: &[SentenceToken]) -> Option<Vec<(usize, usize)>> {
    let mut at = 0;
    let mut places = Vec::new();
    for token in sentence {
        let rest = text.get(at..)?;
        let gap = rest.len() - rest.trim_start().len();
        rest.get(gap..)?.starts_with(&token.word).then_some(())?;
        places.push((at + gap, at + gap + token.word.len()));
        at += gap + token.word.len();
    }
    text.get(at..)?.trim().is_empty().then_some(places)
}
