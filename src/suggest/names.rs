//! Names with labels that are not built in: the user's own lists, and what verdicts have taught.
//!
//! A name is found however it is spelled (folded), behind proclitics, and across hyphens. Of names that begin at the
//! same word the longest is found.

use std::collections::BTreeMap;

use crate::gold::{Body, Label, Suggestion};
use crate::text::{Span, Text};

use crate::words::token::{TokenKind, Tokens};
use crate::words::word::Words;

/// Names by their folded words, each with a value.
#[derive(Debug, Clone)]
pub(super) struct Names<V>(BTreeMap<String, V>);

impl<V> Default for Names<V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// A name that was found.
#[derive(Debug)]
pub(super) struct Hit<'n, V> {
    /// Where; proclitics are outside.
    pub(super) span: Span,
    /// What is known of it.
    pub(super) value: &'n V,
    /// Is it a single word that is frequent in the language?
    pub(super) common: bool,
}

impl<V> Names<V> {
    /// Adds a name under its key ([`key`]), or changes what is known of it.
    pub(super) fn insert(&mut self, key: String, value: V) {
        self.0.insert(key, value);
    }

    /// Are there none?
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is known of a name.
    pub(super) fn get(&self, key: &str) -> Option<&V> {
        self.0.get(key)
    }

    /// Forgets a name.
    pub(super) fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// What is known of a name, to be changed.
    pub(super) fn entry(&mut self, key: &str) -> &mut V
    where
        V: Default,
    {
        self.0.entry(key.to_owned()).or_default()
    }

    /// All names in a text, in reading order, none overlapping another.
    pub(super) fn find<'n>(&'n self, words: &Words<'_>) -> Vec<Hit<'n, V>> {
        let tokens = words.tokens();
        let (mut hits, mut at) = (Vec::new(), 0);
        while at < tokens.len() {
            let Some((proclitic, to, value)) = self.longest(words, at) else {
                at += 1;
                continue;
            };
            let common = to == at + 1
                && words.readings(at).iter().any(|known| known.proclitic == proclitic && known.statistics().is_some());
            if let Some(span) = tokens.span(at, proclitic, to) {
                hits.push(Hit { span, value, common });
            }
            at = to;
        }
        hits
    }

    /// The longest name from a token on, over all its readings: proclitics taken off, one past its last token.
    fn longest(&self, words: &Words<'_>, at: usize) -> Option<(usize, usize, &V)> {
        let tokens = words.tokens();
        if tokens.kind(at) == TokenKind::Foreign {
            return self.walk(tokens, at, tokens.folded(at).to_owned()).map(|(to, value)| (0, to, value));
        }
        let mut best: Option<(usize, usize, &V)> = None;
        for known in words.readings(at).iter().filter(|known| words.may_have_proclitic(at, known)) {
            if let Some((to, value)) = self.walk(tokens, at, words.bare_word(at, known))
                && best.is_none_or(|(_, longest, _)| to > longest)
            {
                best = Some((known.proclitic, to, value));
            }
        }
        best
    }

    /// The longest name that begins with this word.
    fn walk(&self, tokens: &Tokens<'_>, at: usize, mut key: String) -> Option<(usize, &V)> {
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

/// The token that goes on with a name whose last token stands before `to`: a hyphen between two words counts as space.
fn following(tokens: &Tokens<'_>, to: usize) -> Option<usize> {
    let glued = |at: usize| tokens.get(at).is_some_and(|token| token.glued);
    let next = if tokens.is_punctuation(to, '-') && glued(to) && glued(to + 1) { to + 1 } else { to };
    matches!(tokens.kind(next), TokenKind::Word | TokenKind::Number | TokenKind::Foreign).then_some(next)
}

/// The folded words of a name, as it stands alone; empty where there is no word.
pub(super) fn key(name: &str) -> String {
    let text = Text::new(name);
    let tokens = Tokens::new(&text);
    let words = (0..tokens.len()).map(|at| tokens.folded(at)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The key of a span's words. Behind ل the article has lost its alef: the لأمم of للأمم is الأمم.
pub(super) fn key_of(text: &Text, span: Span) -> String {
    let key = key(text.slice(span));
    let contracted = key.starts_with('ل') && text.get(0..span.start()).ends_with('ل');
    if contracted { format!("ا{key}") } else { key }
}

/// Lays entities over those of other machines. The same words with the same label become one; with another label the
/// one laid over stands. What lies inside a longer entity is left away (مصر in سفارة مصر); what an entity laid over
/// covers or crosses gives way to it.
pub(super) fn lay_over(under: Vec<Suggestion>, over: Vec<Suggestion>) -> Vec<Suggestion> {
    let span = |suggestion: &Suggestion| match suggestion.body {
        Body::Entity { span, .. } => Some(span),
        Body::Quote(_) => None,
    };
    let mut places: Vec<Span> = under.iter().filter_map(span).collect();
    places.sort_by_key(|place| place.start());
    let inside = |inner: Span| {
        let before = places.partition_point(|place| place.start() <= inner.start());
        let outer = before.checked_sub(1).and_then(|index| places.get(index));
        outer.is_some_and(|outer| outer.end() >= inner.end() && *outer != inner)
    };
    let over: Vec<Suggestion> =
        over.into_iter().filter(|suggestion| span(suggestion).is_some_and(|span| !inside(span))).collect();
    let laid: Vec<Span> = over.iter().filter_map(span).collect();
    let gives_way = |suggestion: &Suggestion| {
        let Some(place) = span(suggestion) else { return false };
        let first = laid.partition_point(|laid| laid.end() <= place.start());
        let Some(laid) = laid.get(first).filter(|laid| laid.start() < place.end()) else { return false };
        // The same words with the same label are merged, below.
        !(*laid == place && over.get(first).is_some_and(|over| over.body == suggestion.body))
    };
    let under = under.into_iter().filter(|suggestion| !gives_way(suggestion)).collect();
    super::merge(vec![under, over])
}

/// A list of the user's: names of one label.
#[derive(Debug, Clone, Default)]
pub struct UserNames {
    names: Names<Label>,
}

/// How sure a name of the user's own list is, as long as nobody has counted.
const SCORE: f64 = 0.9;
/// The same for a single word that is frequent in the language, too.
const COMMON: f64 = 0.6;

impl UserNames {
    /// Adds the names of a list, one a line; empty lines and those that begin with `#` are passed over. A name that has
    /// a label already gets the new one. Gives how many names were read.
    ///
    /// ```
    /// use tawsim::gold::Label;
    /// use tawsim::suggest::UserNames;
    /// let mut names = UserNames::default();
    /// assert_eq!(names.add(&Label::new("ORG"), "# ours\nشركة السنابل\n\nمؤسسة الواحة\n"), 2);
    /// ```
    pub fn add(&mut self, label: &Label, list: &str) -> usize {
        let names = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys = names.map(key).filter(|key| !key.is_empty());
        keys.map(|key| self.names.insert(key, label.clone())).count()
    }

    /// Are there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Suggestions, with those of the lists laid over them.
    pub(super) fn apply(&self, words: &Words<'_>, suggestions: Vec<Suggestion>) -> Vec<Suggestion> {
        if self.is_empty() {
            return suggestions;
        }
        let text = words.tokens().text();
        let suggest = |hit: Hit<'_, Label>| {
            let body = Body::Entity { span: hit.span, label: hit.value.clone() };
            Suggestion::new(text, super::source("names"), if hit.common { COMMON } else { SCORE }, body)
        };
        let found = self.names.find(words).into_iter().map(suggest).collect();
        lay_over(suggestions, found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Article, Extra};
    use crate::suggest::{Builtin, Suggester};

    fn names(lists: &[(&str, &str)]) -> UserNames {
        let mut names = UserNames::default();
        for (label, list) in lists {
            names.add(&Label::new(label), list);
        }
        names
    }

    fn found(names: &UserNames, text: &str, own: bool) -> Vec<String> {
        let article = Article { id: "a".into(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() };
        let own = if own { Builtin::new().suggest(&article) } else { Vec::new() };
        let show = |suggestion: &Suggestion| {
            let span = suggestion.body.span().unwrap();
            format!("{} {}", article.text.slice(span), suggestion.body.label())
        };
        names.apply(&Words::new(&Tokens::new(&article.text)), own).iter().map(show).collect()
    }

    #[test]
    fn names_are_found_folded_behind_proclitics_and_across_hyphens() {
        let names = names(&[("ORG", "الجمعية الأهلية\nالجمعية\nOpen Maps"), ("LOC", "تل الزهور\nبئر علي")]);
        for (text, expected) in [
            ("قالت الجمعيّة الاهلية أمس", &["الجمعيّة الاهلية ORG"][..]),
            ("وللجمعية الأهلية فرع", &["لجمعية الأهلية ORG"]),
            ("في الجمعية وبئر-علي", &["الجمعية ORG", "بئر-علي LOC"]),
            ("بتل الزهور مع open maps", &["تل الزهور LOC", "open maps ORG"]),
            ("تل\nالزهور", &[]),
            ("", &[]),
        ] {
            assert_eq!(found(&names, text, false), expected, "{text}");
        }
    }

    #[test]
    fn a_list_wins_over_shorter_and_other_readings_and_yields_to_longer_names() {
        let names = names(&[("FAC", "القاهرة"), ("ORG", "رابطة مصر الحرة")]);
        assert_eq!(found(&names, "زار القاهرة", true), ["القاهرة FAC"]);
        assert_eq!(found(&names, "أسس رابطة مصر الحرة", true), ["رابطة مصر الحرة ORG"]);
        assert_eq!(found(&names, "درس في جامعة القاهرة", true), ["جامعة القاهرة ORG"]);
    }

    #[test]
    fn what_both_say_is_one_suggestion_with_both_sources() {
        let text = Text::new("زار القاهرة");
        let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
        let both = names(&[("LOC", "القاهرة")])
            .apply(&Words::new(&Tokens::new(&article.text)), Builtin::new().suggest(&article));
        let sources: Vec<&str> = both.iter().map(|one| one.source.as_str()).collect();
        assert_eq!(both.len(), 1);
        assert!(sources[0].starts_with("gazetteer") && sources[0].contains("+names@"), "{sources:?}");
    }
}
