//! A whole content after its verb: the kind, the pattern and the parts.

use crate::gold::QuoteKind;
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::token::TokenKind;
use crate::words::word::WordReading;

use super::super::context::{Complementiser, Context};
use super::super::frame_candidate::{Content, FramePattern};
use super::start::ContentStart;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::token::TokenSpan;

impl Context<'_> {
    /// The content after a speaker.
    pub(crate) fn content_after(&self, from: usize, form: VerbForm) -> Option<Content> {
        let (at, start) = self.find_content(from, form)?;
        match start {
            ContentStart::Colon if form.doubtful && self.lexicon.verb(form).object => None,
            ContentStart::Colon => {
                let to = self.content_end(at);
                let spans = vec![TokenSpan::whole(at, to)];
                (to > at + 1).then(|| Content::new(QuoteKind::Indirect, FramePattern::Colon, spans))
            }
            ContentStart::VerbalNoun { proclitic } => {
                let to = self.content_end(at);
                let to = (at + 1..to).find(|at| self.is_clause_after_noun(*at)).map_or(to, |at| at - 1);
                let spans = vec![TokenSpan::new(at, proclitic, to)];
                (to > at).then(|| Content::new(self.kind_of(at, to), FramePattern::VerbalNoun, spans))
            }
            ContentStart::Complementiser(_) | ContentStart::Quotation => self.announced_content(at, start, form),
        }
    }

    /// The content after the source of a relay (نقلت الوكالة عن فلان قوله إن …): a clause after a complementiser, or a
    /// quotation.
    pub(crate) fn content_of_relay(&self, from: usize, form: VerbForm) -> Option<Content> {
        let (at, start) = self.find_content(from, form)?;
        self.announced_content(at, start, form)
    }

    /// Content that a complementiser or a quotation mark begins.
    fn announced_content(&self, at: usize, start: ContentStart, form: VerbForm) -> Option<Content> {
        match start {
            ContentStart::Complementiser(found) => {
                Some(self.cut_before_turn(self.content_of_complementiser(at, found)?, form))
            }
            ContentStart::Quotation if self.quotation_marks.opened_at(at).is_some_and(|quoted| quoted.words == 0) => {
                None
            }
            // نشر محفوظ "أصداء السيرة الذاتية": a title.
            ContentStart::Quotation if form.doubtful && self.is_title_of_work(at, form) => None,
            ContentStart::Quotation => Some(Content::direct(FramePattern::Quotation, self.quotation(at)?)),
            ContentStart::Colon | ContentStart::VerbalNoun { .. } => None,
        }
    }

    /// The content after a complementiser: a whole quotation, or the clause.
    pub(crate) fn content_of_complementiser(&self, at: usize, complementiser: Complementiser) -> Option<Content> {
        if let Some(quoted) = self.quotation_marks.opened_at(at + 1)
            && !self.content_goes_on(quoted.after())
            && (quoted.words > 2 || self.ends_sentence(quoted.after()) || self.is_before_report(quoted.after()))
        {
            return Some(Content::direct(FramePattern::ComplementiserQuotation, self.quotation(at + 1)?));
        }
        let (from, proclitic) = if complementiser.has_pronoun { (at, complementiser.proclitic) } else { (at + 1, 0) };
        let to = self.content_end(at + 1);
        if to < at + 2 || self.is_comma(at + 1) {
            return None;
        }
        let spans = vec![TokenSpan::new(from, proclitic, to)];
        Some(Content::new(self.kind_of(at + 1, to), FramePattern::Complementiser, spans))
    }

    /// True for a few words in quotation marks that no colon announces, after a verb that mostly means something done to
    /// a work (نشر, افتتح).
    fn is_title_of_work(&self, open: usize, form: VerbForm) -> bool {
        let is_announced =
            open.checked_sub(1).is_some_and(|before| self.is_colon(before) || self.complementiser(before).is_some());
        let verb = self.lexicon.verb(form);
        !is_announced
            && verb.prepositions.is_empty()
            && !verb.object
            && self.quotation_marks.opened_at(open).is_some_and(|quoted| quoted.words <= 4)
    }

    /// True if another report begins at a token, or after the comma there.
    fn is_before_report(&self, at: usize) -> bool {
        let at = at + usize::from(self.is_comma(at));
        self.reporting_verb(at).is_some() || self.opens_report(at)
    }

    /// True if content without quotation marks continues after a quotation.
    pub(crate) fn content_goes_on(&self, at: usize) -> bool {
        !self.ends_sentence(at)
            && matches!(self.kind(at), TokenKind::Word | TokenKind::Number)
            && self.content_end(at) > at + 1
            && !self.opens_report(at)
            && self.reporting_verb(at).is_none()
    }

    /// Letters of the و that joins a sentence to the one before it: 1 in ولن and وستسير, 0 in وصل and وزير. It stays outside
    /// of the content.
    pub(crate) fn opening_proclitic(&self, at: usize) -> usize {
        let rest = self.word(at).strip_prefix(letters::WAW).filter(|rest| rest.chars().count() >= 2);
        let Some(rest) = rest else { return 0 };
        let readings = self.words.readings(at);
        let whole = readings.first().and_then(WordReading::statistics);
        let is_particle = self.lexicon.has_class(rest, Class::JoinedParticle);
        let is_known = readings.iter().find(|reading| reading.proclitic == 1).is_some_and(|reading| {
            self.words.may_have_proclitic(at, reading) && (reading.statistics().is_some() || reading.entry.is_place())
        });
        usize::from(is_particle || whole.is_none() && rest.chars().count() > 2 || is_known)
    }
}
