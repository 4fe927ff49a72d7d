//! Finds entities that are wrong only in comparison with the rest of a corpus: the same words with two labels, a
//! proclitic inside or the article ال outside where other places have it otherwise.

use std::collections::{BTreeMap, HashMap};

use crate::text::{Fold, Text, strip_proclitics};

use super::readable::{ReadableWords, beginning_of};
use super::{Annotation, Body, Finding};

/// The most places that are kept for one form under one label. A form that is more frequent is the rule, not an
/// exception.
const MAX_PLACES: usize = 1000;

/// Longer words, in bytes, are not compared: no name is so long.
const LONGEST_FORM: usize = 1000;

/// Counts the entities of a corpus. Memory grows with the number of different entities, not with the number of
/// articles.
///
/// ```
/// use tawsim::gold::{Consistency, json};
/// let mut corpus = Consistency::default();
/// for (number, (words, label)) in [("باريس", "LOC"), ("باريس", "LOC"), ("باريس", "ORG")].iter().enumerate() {
///     let line = format!(r#"{{"id": "{number}", "text": "{words}", "entities": [
///         {{"id": "e1", "start": 0, "end": 5, "label": "{label}", "verdict": "added"}}]}}"#);
///     let (article, annotation) = json::read(&line)?;
///     corpus.add(&number, &article.text, &annotation);
/// }
/// let found = corpus.findings();
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].0, found[0].1.why.as_str()), (2, "\"باريس\" is ORG here, LOC 2 times elsewhere"));
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Consistency<P> {
    /// For the folded words of an entity: each label with its places.
    forms: HashMap<String, Labels<P>>,
}

/// The labels of one form.
type Labels<P> = BTreeMap<String, FormUnderLabel<P>>;

/// The entities with the same folded words and the same label.
#[derive(Debug, Clone)]
struct FormUnderLabel<P> {
    count: usize,
    /// The words as they were written the first time.
    words: ReadableWords,
    /// At most [`MAX_PLACES`] of them.
    places: Vec<FormPlace<P>>,
}

/// One entity with these words and this label.
#[derive(Debug, Clone)]
struct FormPlace<P> {
    place: P,
    /// The id of the gold item.
    id: String,
    /// True if the article ال is directly before it, in the same written word.
    behind_article: bool,
}

impl<P> Default for Consistency<P> {
    fn default() -> Self {
        Self { forms: HashMap::new() }
    }
}

impl<P: Clone + Ord> Consistency<P> {
    /// Counts the entities of an article. `place` identifies the article in the findings.
    pub fn add(&mut self, place: &P, text: &Text, annotation: &Annotation) {
        for item in &annotation.gold {
            let Body::Entity { span, label } = &item.body else { continue };
            let words = text.slice(*span);
            if words.len() > LONGEST_FORM {
                continue;
            }
            let labels = self.forms.entry(words.fold()).or_default();
            let seen = labels.entry(label.to_string()).or_insert_with(|| FormUnderLabel {
                count: 0,
                words: beginning_of(words),
                places: Vec::new(),
            });
            seen.count += 1;
            if seen.places.len() < MAX_PLACES {
                let behind_article = article_before(text.get(0..span.start()));
                seen.places.push(FormPlace { place: place.clone(), id: item.id.clone(), behind_article });
            }
        }
    }

    /// Returns all findings, in the order of the places.
    #[must_use]
    pub fn findings(&self) -> Vec<(P, Finding)> {
        let mut found = Vec::new();
        for (folded, labels) in &self.forms {
            let most_frequent = most_frequent(labels);
            for (label, seen) in labels {
                let mut find = |what, why: String, places: &mut dyn Iterator<Item = &FormPlace<P>>| {
                    for it in places {
                        let finding = Finding { id: it.id.clone(), other: None, what, why: why.clone() };
                        found.push((it.place.clone(), finding));
                    }
                };
                if let Some(why) = two_labels(&most_frequent, label, seen) {
                    find("two labels", why, &mut seen.places.iter());
                }
                if let Some((words, count)) = self.without_proclitic(folded, label).filter(|more| more.1 > seen.count) {
                    let why = format!("{:?} begins with one: {words:?} is {label} {}", seen.words, times(count));
                    find("proclitic inside", why, &mut seen.places.iter());
                }
                let behind_article = || seen.places.iter().filter(|place| place.behind_article);
                let cut = behind_article().count();
                if let Some((words, count)) = self.seen(&format!("ال{folded}"), label).filter(|more| more.1 > cut) {
                    let why = format!("{:?} leaves its ال out: {words:?} is {label} {}", seen.words, times(count));
                    find("article outside", why, &mut behind_article());
                }
            }
        }
        found.sort_by(|a, b| (&a.0, &a.1.id, a.1.what).cmp(&(&b.0, &b.1.id, b.1.what)));
        found
    }

    /// Returns the words that have several labels, the most frequent first, each with its labels and their counts.
    #[must_use]
    pub fn mixed_forms(&self) -> Vec<(String, Vec<(String, usize)>)> {
        let mut mixed: Vec<(String, Vec<(String, usize)>)> = Vec::new();
        for labels in self.forms.values().filter(|labels| labels.len() > 1) {
            let Some(most) = labels.values().max_by_key(|seen| seen.count) else { continue };
            let mut counts: Vec<_> = labels.iter().map(|(label, seen)| (label.clone(), seen.count)).collect();
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            mixed.push((most.words.0.clone(), counts));
        }
        let total = |labels: &[(String, usize)]| labels.iter().map(|(_, count)| count).sum::<usize>();
        mixed.sort_by(|a, b| total(&b.1).cmp(&total(&a.1)).then_with(|| a.0.cmp(&b.0)));
        mixed
    }

    fn seen(&self, folded: &str, label: &str) -> Option<(&ReadableWords, usize)> {
        let seen = self.forms.get(folded)?.get(label)?;
        Some((&seen.words, seen.count))
    }

    /// Returns the most frequent form under the same label that is left when a proclitic is removed.
    fn without_proclitic(&self, folded: &str, label: &str) -> Option<(&ReadableWords, usize)> {
        let shorter = strip_proclitics(folded).filter(|(edge, _)| *edge > 0);
        let forms = shorter.flat_map(|(edge, rest)| {
            let before = folded.get(..edge).unwrap_or_default();
            // After ل the article ال has lost its alef.
            let whole = (before.ends_with('ل') && rest.starts_with('ل')).then(|| format!("ا{rest}"));
            std::iter::once(rest.to_owned()).chain(whole)
        });
        forms.filter_map(|form| self.seen(&form, label)).max_by_key(|(_, count)| *count)
    }
}

/// Returns the two most frequent labels of a form, with their counts.
fn most_frequent<P>(labels: &Labels<P>) -> Vec<(&str, usize)> {
    let mut most: Vec<(&str, usize)> = Vec::new();
    for (label, seen) in labels {
        most.push((label, seen.count));
        most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        most.truncate(2);
    }
    most
}

/// Returns a message if another label is at least as frequent for the same words.
fn two_labels<P>(most_frequent: &[(&str, usize)], label: &str, seen: &FormUnderLabel<P>) -> Option<String> {
    let (other, most) = *most_frequent.iter().find(|(other, _)| *other != label)?;
    let why = || format!("{:?} is {label} here, {other} {} elsewhere", seen.words, times(most));
    (seen.count <= most).then(why)
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// Returns true if the text ends with ال, or with لل (which is ل and ال), as a part of the word that follows.
fn article_before(before: &str) -> bool {
    let mut letters = before.chars().rev().filter(|c| !crate::text::is_arabic_diacritic(*c));
    letters.next() == Some('ل') && matches!(letters.next(), Some('ا' | 'ٱ' | 'ل'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;

    /// Entities are written as ⟦label words⟧.
    fn corpus(lines: &[&str]) -> Vec<(usize, String, &'static str)> {
        let mut corpus = Consistency::default();
        for (number, line) in lines.iter().enumerate() {
            let (mut text, mut entities) = (String::new(), Vec::new());
            let mut rest = *line;
            while let Some((before, marked)) = rest.split_once('⟦') {
                let (inside, after) = marked.split_once('⟧').unwrap();
                let (label, words) = inside.split_once(' ').unwrap();
                text.push_str(before);
                let start = text.chars().count();
                text.push_str(words);
                let (id, end) = (format!("e{}", entities.len() + 1), text.chars().count());
                entities.push(serde_json::json!({
                    "id": id, "start": start, "end": end, "label": label, "verdict": "added"
                }));
                rest = after;
            }
            text.push_str(rest);
            let object = serde_json::json!({"id": "a", "text": text, "entities": entities});
            let (article, annotation) = json::read(&object.to_string()).unwrap();
            corpus.add(&number, &article.text, &annotation);
        }
        corpus.findings().into_iter().map(|(place, finding)| (place, finding.id, finding.what)).collect()
    }

    #[test]
    fn small_corpora_have_the_expected_findings() {
        type Expected<'a> = &'a [(usize, &'a str, &'a str)];
        let cases: [(&[&str], Expected<'_>); 8] = [
            (&["زار ⟦LOC باريس⟧ و⟦LOC باريس⟧", "في ⟦ORG باريس⟧"], &[(1, "e1", "two labels")]),
            // Spelling variants count as the same words. If no label is more frequent, both are found.
            (&["⟦LOC الأردن⟧", "⟦ORG الاردن⟧"], &[(0, "e1", "two labels"), (1, "e1", "two labels")]),
            (&["⟦LOC باريس⟧ ⟦LOC باريس⟧", "⟦LOC وباريس⟧"], &[(1, "e1", "proclitic inside")]),
            (&["⟦LOC باريس⟧ ⟦LOC باريس⟧", "⟦ORG وباريس⟧"], &[]),
            (&["⟦ORG الأمم المتحدة⟧ ⟦ORG الأمم المتحدة⟧", "⟦ORG للأمم المتحدة⟧"], &[(1, "e1", "proclitic inside")]),
            (&["⟦ORG الأمم المتحدة⟧ ⟦ORG الأمم المتحدة⟧", "ال⟦ORG أمم المتحدة⟧"], &[(1, "e1", "article outside")]),
            // The same letters, but no article before them.
            (&["⟦ORG الأهلي⟧ ⟦ORG الأهلي⟧", "⟦ORG أهلي⟧"], &[]),
            (&["⟦PER وليد⟧ ⟦PER وليد⟧ ⟦PER ليد⟧"], &[]),
        ];
        for (lines, expected) in cases {
            let found = corpus(lines);
            let found: Vec<_> = found.iter().map(|(place, id, what)| (*place, id.as_str(), *what)).collect();
            assert_eq!(found, expected, "{lines:?}");
        }
    }
}
