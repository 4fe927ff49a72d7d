//! The mentions of a text: everybody and everything that may be the speaker of a later frame.
//!
//! ```text
//! [وزير الخارجية سامي الخطيب] وصل إلى [باريس]، حيث استقبله [السفير]. وقال إن …
//! ```

use crate::suggest::candidate::EntityType;
use crate::suggest::linear::hash::{hash_word, mix};
use crate::words::letters;
use crate::words::lexicon::entities::Roles;
use crate::words::token::{TokenKind, TokenSpan};

use super::super::agreement::Agreement;
use super::super::context::{Context, TokenTraits};
use super::super::frame_candidate::FrameCandidate;

/// The most mentions of a sentence or a line that are counted.
const MOST_COUNTED: usize = 20;

/// The letters that may be a preposition or a conjunction before a noun.
const PROCLITICS: [char; 4] = [letters::BA, letters::LAM, letters::WAW, letters::FA];

/// The reason for which a noun phrase is a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MentionKind {
    /// The noun phrase in the clause of the frame whose speaker is sought.
    InClause,
    /// The speaker that an earlier frame names.
    Speaker,
    /// The subject of a clause.
    Acting,
    Title,
    Source,
    Plural,
    /// An entity without a head noun.
    Entity,
    /// A definite noun at the beginning of a clause.
    Noun,
}

/// Somebody or something that may speak.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) span: TokenSpan,
    pub(super) kind: MentionKind,
    pub(super) agreement: Agreement,
    /// The first entity in it.
    pub(super) entity: Option<EntityType>,
    /// The same for two mentions whose names or words are the same.
    pub(super) key: u64,
    pub(super) place: TextPlace,
    /// The number of mentions before it in its sentence.
    pub(super) rank: usize,
    /// The same in its line.
    pub(super) line_rank: usize,
    /// The first letter, if it may be a proclitic; 0 for another one.
    pub(super) letter: u64,
    pub(super) before: TokenTraits,
    pub(super) head: TokenTraits,
    pub(super) after: TokenTraits,
}

/// The place of a token among sentences and lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TextPlace {
    pub(super) sentence: usize,
    pub(super) line: usize,
}

/// The mentions of a text, in reading order.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    all: Vec<Mention>,
    /// The place of each token.
    places: Vec<TextPlace>,
}

impl Mentions {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let mut mentions = Self { all: Vec::new(), places: places(context) };
        let mut covered = 0;
        for at in 0..context.len() {
            if context.is_quoted_token(at) {
                continue;
            }
            if let Some((span, agreement)) = context.acting_subject(at) {
                let agreement = context.agreement_of(span, agreement);
                mentions.insert(context, span, MentionKind::Acting, agreement);
            }
            // The name inside of a phrase is a mention of its own only if it is no person's.
            let is_inside = at < covered && context.entity_end(at).is_none();
            let Some((span, kind)) = context.mention_at(at).filter(|_| !is_inside) else { continue };
            covered = covered.max(span.to);
            let agreement = context.agreement_of_mention(at, span.proclitic);
            mentions.insert(context, span, kind, agreement);
        }
        mentions
    }

    /// Adds the speaker that a frame names.
    pub(super) fn add_speaker(&mut self, context: &Context<'_>, candidate: &FrameCandidate, span: TokenSpan) {
        let agreement = context.agreement_of(span, candidate.agreement);
        self.insert(context, span, MentionKind::Speaker, agreement);
    }

    /// The mention of a span. If it is none yet, it is made as the subject of a frame.
    pub(super) fn get_or_make(&self, context: &Context<'_>, candidate: &FrameCandidate, span: TokenSpan) -> Mention {
        let index = self.all.partition_point(|mention| mention.span.from < span.from);
        let known = self.all.get(index).filter(|mention| mention.span == span);
        let make = || self.make(context, span, MentionKind::Acting, context.agreement_of(span, candidate.agreement));
        known.cloned().unwrap_or_else(make)
    }

    fn make(&self, context: &Context<'_>, span: TokenSpan, kind: MentionKind, agreement: Agreement) -> Mention {
        let index = self.all.partition_point(|mention| mention.span.from < span.from);
        let place = self.place(span.from);
        let earlier = || self.all.iter().take(index).rev();
        let in_sentence = earlier().take(MOST_COUNTED).take_while(|mention| mention.place.sentence == place.sentence);
        let in_line = earlier().take(MOST_COUNTED).take_while(|mention| mention.place.line == place.line);
        let letter = context.word(span.from).chars().next().filter(|letter| PROCLITICS.contains(letter));
        let traits = |at: usize| TokenTraits::of(context, at);
        Mention {
            span,
            kind,
            agreement,
            entity: (span.from..span.to).find_map(|at| context.entities.type_at(at)),
            key: context.key_of(span),
            place,
            rank: in_sentence.count(),
            line_rank: in_line.count(),
            letter: letter.map_or(0, |letter| u64::from(u32::from(letter))),
            before: traits(span.from.checked_sub(1).unwrap_or(usize::MAX)),
            head: traits(span.from),
            after: traits(span.to),
        }
    }

    /// Adds a mention, in the place of another one that begins at the same token.
    fn insert(&mut self, context: &Context<'_>, span: TokenSpan, kind: MentionKind, agreement: Agreement) {
        let index = self.all.partition_point(|mention| mention.span.from < span.from);
        let mention = self.make(context, span, kind, agreement);
        match self.all.get_mut(index).filter(|known| known.span.from == span.from) {
            // Two rules for one phrase: the longer one, unless a frame names it as its speaker.
            Some(known)
                if kind == MentionKind::Speaker || known.kind != MentionKind::Speaker && span.to >= known.span.to =>
            {
                *known = mention;
            }
            Some(_) => {}
            None => self.all.insert(index, mention),
        }
    }

    /// The mentions that begin before a token, the last ones first.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &Mention> {
        let end = self.all.partition_point(|mention| mention.span.from < at);
        self.all.iter().take(end).rev()
    }

    /// The place of a token.
    pub(super) fn place(&self, at: usize) -> TextPlace {
        self.places.get(at).or(self.places.last()).copied().unwrap_or_default()
    }
}

/// The place of each token. Sentences inside quotation marks do not count.
fn places(context: &Context<'_>) -> Vec<TextPlace> {
    let mut place = TextPlace::default();
    let mut is_empty = true;
    let next = |at: usize| {
        let own = place;
        if context.kind(at) == TokenKind::LineEnd {
            place.line += 1;
        }
        if !context.ends_sentence(at) {
            is_empty = false;
        } else if !is_empty && !context.is_quoted_token(at) {
            place.sentence += 1;
            is_empty = true;
        }
        own
    };
    (0..context.len()).map(next).collect()
}

impl Context<'_> {
    /// The noun phrase that may speak and begins at a token.
    fn mention_at(&self, at: usize) -> Option<(TokenSpan, MentionKind)> {
        if !self.is_word(at) {
            return None;
        }
        if let Some(proclitic) = self.begins_mention(at) {
            let kind = if self.words.has_role(at, Roles::TITLE) {
                MentionKind::Title
            } else if self.is_person_at(at) {
                MentionKind::Entity
            } else if self.is_plural_construct(at) {
                MentionKind::Plural
            } else {
                MentionKind::Source
            };
            return Some((TokenSpan::new(at, proclitic, self.subject_end(at).max(at + 1)), kind));
        }
        if let Some(end) = self.entity_end(at) {
            return Some((TokenSpan::whole(at, end.max(self.subject_end(at))), MentionKind::Entity));
        }
        let is_noun = self.words.is_definite(at, 0)
            && at
                .checked_sub(1)
                .is_none_or(|before| !self.words.is_definite(before, 0) && !self.is_preposition(before))
            && self.reporting_verb(at).is_none()
            && !self.words.has_role(at, Roles::STOP.union(Roles::WEEKDAY))
            && (at.saturating_sub(2)..=at).any(|at| self.starts_sentence(at) || self.is_after_comma(at));
        is_noun.then(|| (TokenSpan::whole(at, self.subject_end(at).max(at + 1)), MentionKind::Noun))
    }

    /// The key of a mention: the last word of its first name, or else all its words.
    pub(super) fn key_of(&self, span: TokenSpan) -> u64 {
        let name = (span.from..span.to).find_map(|at| self.entity_end(at));
        let hash = |at: usize| hash_word(self.word(at).chars());
        match name {
            Some(end) => hash(end - 1),
            None => (span.from..span.to).map(hash).fold(1, mix),
        }
    }
}
