//! The mentions of CorefUD 1.x (`Entity=` in MISC), as GUM and the corpora of CorefUD have them.
//!
//! The comment `# global.Entity = eid-etype-head-other` names the fields of a mention. `(e1-person-1-` opens one, `e1)` closes it,
//! `(e2-place-1-)` is one of a single word, and `e3[1/2]` is the first of two parts.

use super::layout::Sample;

/// The comment that names the fields.
const HEADER: &str = "global.Entity";
/// The label of a mention without a type.
const UNTYPED: &str = "mention";

/// The fields of the mentions of a file; `None` if it has none.
pub(super) fn fields(sample: &Sample<'_>) -> Option<Vec<String>> {
    let has_mentions = sample.column(9).any(|misc| value_of(misc).is_some_and(|value| value.contains(['(', ')'])));
    let named = sample.comments.iter().find_map(|line| {
        let names = line.trim_start_matches('#').trim().strip_prefix(HEADER)?.trim_start().strip_prefix('=')?;
        Some(names.trim().split('-').map(str::to_owned).collect())
    });
    has_mentions.then(|| named.unwrap_or_else(|| ["eid", "etype", "head", "other"].map(str::to_owned).to_vec()))
}

/// The value of `Entity=` in a value of MISC.
pub(super) fn value_of(misc: &str) -> Option<&str> {
    misc.split('|').find_map(|pair| pair.strip_prefix("Entity="))
}

/// The number of the keys that relate chains: `Bridge=e1<e2:part`, `SplitAnte=e1<e3`.
pub(super) fn relations_in(misc: &str) -> usize {
    let is_relation = |pair: &&str| pair.starts_with("Bridge=") || pair.starts_with("SplitAnte=");
    misc.split('|').filter(is_relation).count()
}

/// A mention: the first and the last token of each of its parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) parts: Vec<(usize, usize)>,
    pub(super) label: String,
    /// The other fields by their names.
    pub(super) attributes: Vec<(String, String)>,
    /// The number of parts that the file says.
    of: usize,
}

/// The place of a word in its token. Words share a token where CoNLL-U splits it.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordPlace {
    pub(super) is_first: bool,
    pub(super) is_last: bool,
}

impl WordPlace {
    /// A word that is its token.
    pub(super) const WHOLE: Self = Self { is_first: true, is_last: true };
}

/// A part that is not closed.
struct OpenPart {
    id: String,
    /// The number of the part, and the number of all parts.
    part: (usize, usize),
    first: usize,
    fields: Vec<String>,
}

/// Reads the mentions of one article.
#[derive(Default)]
pub(super) struct MentionReader {
    open: Vec<OpenPart>,
    /// The mentions that lack a part, with their ids.
    unfinished: Vec<(String, Mention)>,
    pub(super) mentions: Vec<Mention>,
    /// The brackets that open or close nothing, and parts whose other parts are missing.
    pub(super) strays: usize,
    /// The edges inside a token.
    pub(super) widened: usize,
    /// The mentions that are empty nodes.
    pub(super) empty: usize,
    /// The relations between chains.
    pub(super) relations: usize,
}

impl MentionReader {
    /// Reads the value of a word in token number `at`.
    pub(super) fn read(&mut self, value: &str, at: usize, place: WordPlace, names: &[String]) {
        let mut rest = value;
        while !rest.is_empty() {
            let Some(after) = rest.strip_prefix('(') else {
                let Some((id, after)) = rest.split_once(')') else {
                    self.strays += 1;
                    return;
                };
                self.widened += usize::from(!place.is_last);
                self.close(id, at, names);
                rest = after;
                continue;
            };
            let end = after.find(['(', ')']).unwrap_or(after.len());
            let (body, after) = after.split_at_checked(end).unwrap_or((after, ""));
            let fields: Vec<String> = body.splitn(names.len().max(1), '-').map(unescape).collect();
            let numbered = body.split('-').next().unwrap_or_default();
            let (id, part) = part_of(numbered);
            self.widened += usize::from(!place.is_first);
            self.open.push(OpenPart { id: id.to_owned(), part, first: at, fields });
            rest = match after.strip_prefix(')') {
                Some(after) => {
                    self.widened += usize::from(place.is_first && !place.is_last);
                    self.close(numbered, at, names);
                    after
                }
                None => after,
            };
        }
    }

    /// Closes the part that was opened last with this id.
    fn close(&mut self, id: &str, at: usize, names: &[String]) {
        let (id, part) = part_of(id);
        let Some(found) = self.open.iter().rposition(|it| it.id == id && it.part == part) else {
            self.strays += 1;
            return;
        };
        let OpenPart { first, fields, .. } = self.open.remove(found);
        let (number, of) = part;
        if number > 1 {
            let is_next =
                |(its_id, it): &(String, Mention)| its_id == id && it.of == of && it.parts.len() + 1 == number;
            match self.unfinished.iter().position(is_next) {
                Some(found) => {
                    let (id, mut mention) = self.unfinished.remove(found);
                    mention.parts.push((first, at));
                    self.keep(id, mention);
                }
                None => self.strays += 1,
            }
            return;
        }
        let mut label = String::new();
        let mut attributes = Vec::new();
        for (name, value) in names.iter().zip(fields).filter(|(_, value)| !matches!(value.as_str(), "" | "_")) {
            match name.as_str() {
                "etype" => label = value,
                "eid" | "GRP" => attributes.push((name.clone(), id.to_owned())),
                _ => attributes.push((name.clone(), value)),
            }
        }
        if label.trim().is_empty() {
            label = UNTYPED.to_owned();
        }
        self.keep(id.to_owned(), Mention { parts: vec![(first, at)], label, attributes, of });
    }

    fn keep(&mut self, id: String, mention: Mention) {
        if mention.parts.len() < mention.of {
            self.unfinished.push((id, mention));
        } else {
            self.mentions.push(mention);
        }
    }

    /// Ends the sentence: a mention does not go on in the next one.
    pub(super) fn end_sentence(&mut self) {
        self.strays += self.open.drain(..).count() + self.unfinished.drain(..).count();
    }
}

/// The id without the number of its part: `e3[1/2]` is part 1 of 2 of `e3`.
fn part_of(id: &str) -> (&str, (usize, usize)) {
    let part = || {
        let (id, part) = id.strip_suffix(']')?.split_once('[')?;
        let (number, of) = part.split_once('/')?;
        Some((id, (number.parse().ok()?, of.parse().ok()?)))
    };
    part().unwrap_or((id, (1, 1)))
}

/// A value without the escapes of CorefUD: `%2D` is a hyphen.
fn unescape(value: &str) -> String {
    [("%2D", "-"), ("%28", "("), ("%29", ")"), ("%7C", "|"), ("%3D", "="), ("%2C", ","), ("%25", "%")]
        .iter()
        .fold(value.to_owned(), |words, (code, sign)| words.replace(code, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mentions of words that are separated by spaces, and the brackets that fit nowhere.
    fn read(words: &str) -> (Vec<String>, usize) {
        let names = ["eid", "etype", "head", "other"].map(str::to_owned);
        let mut reader = MentionReader::default();
        for (at, value) in words.split(' ').enumerate().filter(|(_, value)| *value != "_") {
            reader.read(value, at, WordPlace::WHOLE, &names);
        }
        reader.end_sentence();
        let shown = |it: &Mention| {
            let parts: Vec<String> = it.parts.iter().map(|(first, last)| format!("{first}-{last}")).collect();
            let more: Vec<String> = it.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {} {}", it.label, parts.join("+"), more.join(" "))
        };
        let mut mentions: Vec<String> = reader.mentions.iter().map(shown).collect();
        mentions.sort();
        (mentions, reader.strays)
    }

    #[test]
    fn brackets_become_mentions() {
        for (words, expected, strays) in [
            ("(e1-person-1-) _", vec!["person 0-0 eid=e1 head=1"], 0),
            (
                "(e1-person-2-a:b(e2-place-1-) _ e1)",
                vec!["person 0-2 eid=e1 head=2 other=a:b", "place 0-0 eid=e2 head=1"],
                0,
            ),
            ("(e1--1- e1)(e1-x%2Dy-1-)", vec!["mention 0-1 eid=e1 head=1", "x-y 1-1 eid=e1 head=1"], 0),
            ("(e1-place-1-(e1-place-1- e1)e1)", vec!["place 0-1 eid=e1 head=1", "place 0-1 eid=e1 head=1"], 0),
            ("(e3[1/2]-org-1-) _ (e3[2/2]-org-1-)", vec!["org 0-0+2-2 eid=e3 head=1"], 0),
            ("(e3[1/2]-org-1-) (e4-org-1-", vec![], 2),
            ("e3) e4", vec![], 2),
        ] {
            assert_eq!(read(words), (expected.into_iter().map(str::to_owned).collect(), strays), "{words}");
        }
    }

    #[test]
    fn edges_inside_a_token_are_counted() {
        let names = ["eid".to_owned(), "etype".to_owned()];
        let mut reader = MentionReader::default();
        reader.read("(e1-person", 0, WordPlace { is_first: false, is_last: true }, &names);
        reader.read("e1)", 1, WordPlace { is_first: true, is_last: false }, &names);
        reader.read("(e2-place)", 2, WordPlace { is_first: true, is_last: false }, &names);
        reader.read("(e3-place)", 3, WordPlace::WHOLE, &names);
        assert_eq!((reader.mentions.len(), reader.widened), (3, 3));
    }
}
