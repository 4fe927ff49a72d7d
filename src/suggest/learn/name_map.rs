//! Names with values: the user's own lists, and what verdicts taught.
//!
//! A name is found in any spelling (folded), after proclitics and across hyphens. If several names begin with the same
//! word, the longest one is found.

use std::collections::BTreeMap;

use crate::text::{Span, Text};
use crate::words::token::{TokenKind, TokenSpan, Tokens};
use crate::words::word::{WordReading, Words};

/// Names with a value each, found by their folded words.
#[derive(Debug, Clone)]
pub(super) struct NameMap<V>(BTreeMap<String, V>);

impl<V> Default for NameMap<V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// A name that was found in a text.
#[derive(Debug)]
pub(super) struct NameHit<'n, V> {
    /// The span of the name without proclitics.
    pub(super) span: Span,
    /// The value of the name.
    pub(super) value: &'n V,
    /// True for a single word that is frequent in the language.
    pub(super) common: bool,
}

impl<V> NameMap<V> {
    /// Adds a name under its key ([`name_key`]), or replaces its value.
    pub(super) fn insert(&mut self, key: String, value: V) {
        self.0.insert(key, value);
    }

    /// True if there are no names.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a name.
    pub(super) fn get(&self, key: &str) -> Option<&V> {
        self.0.get(key)
    }

    /// Removes a name.
    pub(super) fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// The value of a name, to be changed; a name that is not there is added.
    pub(super) fn entry(&mut self, key: &str) -> &mut V
    where
        V: Default,
    {
        self.0.entry(key.to_owned()).or_default()
    }

    /// Finds all names in a text, in reading order and without overlaps.
    pub(super) fn find<'n>(&'n self, words: &Words<'_>) -> Vec<NameHit<'n, V>> {
        let tokens = words.tokens();
        let (mut hits, mut at) = (Vec::new(), 0);
        while at < tokens.len() {
            let Some((name, value)) = self.longest_name(words, at) else {
                at += 1;
                continue;
            };
            let frequent =
                |reading: &WordReading| reading.proclitic == name.proclitic && reading.statistics().is_some();
            let common = name.to == at + 1 && words.readings(at).iter().any(frequent);
            if let Some(span) = tokens.span(name.from, name.proclitic, name.to) {
                hits.push(NameHit { span, value, common });
            }
            at = name.to;
        }
        hits
    }

    /// The longest name that begins with a token, over all readings, with its value.
    fn longest_name(&self, words: &Words<'_>, at: usize) -> Option<(TokenSpan, &V)> {
        let tokens = words.tokens();
        if tokens.kind(at) == TokenKind::Foreign {
            let found = self.longest_from(tokens, at, tokens.folded(at).to_owned());
            return found.map(|(to, value)| (TokenSpan::new(at, 0, to), value));
        }
        let mut best: Option<(TokenSpan, &V)> = None;
        for reading in words.readings(at).iter().filter(|reading| words.may_have_proclitic(at, reading)) {
            if let Some((to, value)) = self.longest_from(tokens, at, words.bare_word(at, reading).into_owned())
                && best.is_none_or(|(longest, _)| to > longest.to)
            {
                best = Some((TokenSpan::new(at, reading.proclitic, to), value));
            }
        }
        best
    }

    /// The longest name that begins with this word: the token after it, and its value.
    fn longest_from(&self, tokens: &Tokens<'_>, at: usize, mut key: String) -> Option<(usize, &V)> {
        let (mut to, mut found) = (at + 1, None);
        loop {
            if let Some(value) = self.0.get(&key) {
                found = Some((to, value));
            }
            key.push(' ');
            let more = self.0.range(key.clone()..).next().is_some_and(|(longer, _)| longer.starts_with(&key));
            let next = following(tokens, to).filter(|_| more);
            let Some(next) = next else { return found };
            key.push_str(tokens.folded(next));
            to = next + 1;
        }
    }
}

/// The token that may continue a name whose last token is before `to`. A hyphen between two words counts as a space.
fn following(tokens: &Tokens<'_>, to: usize) -> Option<usize> {
    let glued = |at: usize| tokens.get(at).is_some_and(|token| token.glued);
    let next = if tokens.is_punctuation(to, '-') && glued(to) && glued(to + 1) { to + 1 } else { to };
    matches!(tokens.kind(next), TokenKind::Word | TokenKind::Number | TokenKind::Foreign).then_some(next)
}

/// The key of a name without the words around it: its folded words with one space between. Empty if there is no word.
pub(super) fn name_key(name: &str) -> String {
    let text = Text::new(name);
    let tokens = Tokens::new(&text);
    let words = (0..tokens.len()).map(|at| tokens.folded(at)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The key of the words of a span. After ل the article has lost its alef: in للأمم the span لأمم has the key of الأمم.
pub(super) fn span_key(text: &Text, span: Span) -> String {
    let key = name_key(text.slice(span));
    let contracted = key.starts_with('ل') && text.get(0..span.start()).ends_with('ل');
    if contracted { format!("ا{key}") } else { key }
}
