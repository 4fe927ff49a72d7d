//! Where sentences and reported contents begin and end, worked out once for every token, so that asking costs nothing.

use crate::words::token::{TokenKind, Tokens};

use super::clause::Page;
use super::marks::Marks;

/// Contents and sentences longer than so many tokens are no news any more, and not looked at.
pub(super) const LONGEST: usize = 400;

/// The edges of sentences, by token. Marked stretches are stepped over as one.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    /// Where the sentence of a token begins.
    starts: Vec<u32>,
    /// Where what is reported from a token on ends: at the sentence's end or before the next report.
    stops: Vec<u32>,
    /// Does the paper write ي for ى (إلي, علي)?
    dotted: bool,
}

#[cfg(test)]
thread_local! {
    /// Steps that rules have taken, for the test that holds them to a line.
    pub(super) static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts a step of a rule that looks along the text; costs nothing but in tests.
pub(super) fn step() {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + 1));
}

/// Does a sentence end with this token?
pub(super) fn ends_sentence(tokens: &Tokens<'_>, at: usize) -> bool {
    match tokens.kind(at) {
        TokenKind::LineEnd | TokenKind::Punctuation('؟' | '?' | '!' | '…' | '۔') => true,
        // د. أحمد, م. سامي: an abbreviated title.
        TokenKind::Punctuation('.')
            if at > 0
                && tokens.get(at).is_some_and(|dot| dot.glued)
                && matches!(tokens.folded(at - 1), "د" | "م" | "ا") =>
        {
            false
        }
        TokenKind::Punctuation('.') => {
            let next = tokens.get(at + 1);
            next.is_none_or(|next| {
                !next.glued || !matches!(next.kind, TokenKind::Foreign | TokenKind::Number | TokenKind::Punctuation(_))
            })
        }
        _ => false,
    }
}

impl Bounds {
    /// Sentence edges; what opens reports is not known yet.
    pub(super) fn new(tokens: &Tokens<'_>, marks: &Marks) -> Self {
        let mut starts: Vec<u32> = Vec::with_capacity(tokens.len() + 1);
        let mut closed = marks.all().peekable();
        for at in 0..=tokens.len() {
            while closed.peek().is_some_and(|marked| marked.after() < at) {
                closed.next();
            }
            let start = match at.checked_sub(1) {
                None => 0,
                Some(before) => {
                    let marked = closed.peek().filter(|marked| marked.closed && marked.after() == at);
                    match marked {
                        // A quotation that ends a sentence of its own ends it here as well.
                        Some(marked)
                            if ends_sentence(tokens, marked.close - 1)
                                && marked.open.checked_sub(1).is_none_or(|before| ends_sentence(tokens, before)) =>
                        {
                            as_u32(at)
                        }
                        Some(marked) => starts.get(marked.open).copied().unwrap_or_default(),
                        None if ends_sentence(tokens, before) => as_u32(at),
                        None => starts.get(before).copied().unwrap_or_default(),
                    }
                }
            };
            starts.push(start);
        }
        let last = |at: usize| tokens.text().get(tokens.start(at)..tokens.end_before(at + 1)).chars().next_back();
        let to = |at: &usize| matches!(tokens.folded(*at), "الي" | "والي" | "علي" | "وعلي");
        let dotless = (0..tokens.len()).filter(to).any(|at| last(at) == Some('ى'));
        let dotted = !dotless
            && (0..tokens.len()).any(|at| matches!(tokens.folded(at), "الي" | "والي") && last(at) == Some('ي'));
        Self { starts, stops: Vec::new(), dotted }
    }

    /// Finds where contents end; `page` must know everything but this.
    pub(super) fn find_stops(page: &Page<'_>) -> Vec<u32> {
        let tokens = page.words.tokens();
        let mut stops = vec![as_u32(tokens.len()); tokens.len() + 1];
        for at in (0..tokens.len()).rev() {
            step();
            let stop = if page.ends_sentence(at) || page.opens_report(at) {
                as_u32(at)
            } else {
                let next = page.marks.opened_at(at).map_or(at + 1, |marked| marked.after().max(at + 1));
                stops.get(next).copied().unwrap_or_default()
            };
            if let Some(slot) = stops.get_mut(at) {
                *slot = stop;
            }
        }
        stops
    }

    /// The same with the ends of contents.
    pub(super) fn with_stops(self, stops: Vec<u32>) -> Self {
        Self { stops, ..self }
    }

    /// Does the article write ي for ى throughout, as papers of the Nile valley do?
    pub(super) const fn is_dotted(&self) -> bool {
        self.dotted
    }

    /// Where the sentence of a token begins.
    pub(super) fn start(&self, at: usize) -> usize {
        self.starts.get(at).or(self.starts.last()).map_or(0, |start| *start as usize)
    }

    /// Where what is reported from a token on ends at the latest.
    pub(super) fn stop(&self, at: usize) -> usize {
        self.stops.get(at).or(self.stops.last()).map_or(at, |stop| *stop as usize)
    }
}

fn as_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
