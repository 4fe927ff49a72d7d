//! The families of files that have more than tokens and tags: CoNLL-U, CoNLL-U Plus, CoNLL-2012, HIPE.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Layout, MOST_LABELS, Sample, TagPlace, Unread};
use super::mentions::fields;
use super::table::Table;
use super::tags::{TagStyle, parse_tags};

/// The layout of a file of a known family; `None` for another one.
pub(super) fn recognise(sample: &Sample<'_>) -> Option<Layout> {
    conllu_plus(sample).or_else(|| conllu(sample)).or_else(|| conll_2012(sample)).or_else(|| hipe(sample))
}

fn family(token: usize, tags: Vec<(TagPlace, TagStyle)>, says: &str) -> Layout {
    Layout { token, tags, says: Some(says.to_owned()), ..Layout::default() }
}

/// The number of a word in CoNLL-U: `7`, the token `7-8`, the empty node `7.1`.
fn is_word_number(value: &str) -> bool {
    value.split(['-', '.']).all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
}

/// CoNLL-U Plus names its columns in `# global.columns = ID FORM … NER`.
fn conllu_plus(sample: &Sample<'_>) -> Option<Layout> {
    let line =
        sample.comments.iter().find_map(|line| line.trim_start_matches('#').trim().strip_prefix("global.columns"))?;
    let names: Vec<&str> = line.trim_start_matches([' ', '=']).split_whitespace().collect();
    let at = |name: &str| names.iter().position(|it| it.eq_ignore_ascii_case(name));
    let style = |column: usize| {
        [TagStyle::Prefix, TagStyle::Suffix]
            .into_iter()
            .find(|style| sample.nearly_all(column, |value| parse_tags(value, *style).is_some()))
    };
    let has_span = |column: usize, style: TagStyle| {
        sample.column(column).any(|value| parse_tags(value, style).is_some_and(|tags| !tags.is_empty()))
    };
    let is_named = |name: &str| {
        let name = name.to_uppercase();
        ["NER", "NE", "ENTITY", "ENTITIES"].contains(&name.rsplit(':').next().unwrap_or_default())
            || name.contains("NER")
    };
    let token = at("FORM").unwrap_or(1);
    let mut tags = Vec::new();
    for (column, name) in names.iter().enumerate().filter(|(column, _)| *column != token) {
        match style(column) {
            Some(style) if is_named(name) || has_span(column, style) => tags.push((TagPlace::At(column), style)),
            _ => {}
        }
    }
    if tags.is_empty() {
        return conllu(sample);
    }
    let read: Vec<&str> = tags
        .iter()
        .filter_map(|(place, _)| if let TagPlace::At(at) = place { names.get(*at) } else { None })
        .copied()
        .collect();
    let others = names.iter().enumerate().filter(|(at, name)| {
        *at != token
            && !read.contains(name)
            && !matches!(**name, "ID" | "MISC")
            && sample.column(*at).any(|value| value != "_")
    });
    let others: Vec<&str> = others.map(|(_, name)| *name).collect();
    let unread = vec![Unread::noted(others.join(", "))];
    let layout = family(token, tags, &format!("is CoNLL-U Plus; the tags are in {}", read.join(", ")));
    Some(Layout { word_number: at("ID"), misc: at("MISC"), unread, ..layout })
}

/// CoNLL-U has ten columns. Names are in `MISC`, in place of another column, or nowhere.
fn conllu(sample: &Sample<'_>) -> Option<Layout> {
    // A treebank may have faulty lines.
    let is_numbered = sample.nearly_all_usual(0, is_word_number) || is_treebank(sample) && has_plain_numbers(sample);
    if sample.width() != 10 || !is_numbered {
        return None;
    }
    let has_spans = |value: &str| parse_tags(value, TagStyle::Prefix).is_some_and(|tags| !tags.is_empty());
    let column = (2..9).find(|at| {
        sample.nearly_all(*at, |value| parse_tags(value, TagStyle::Prefix).is_some())
            && sample.column(*at).any(has_spans)
    });
    let (place, says) = match (misc_key(sample, 9), column) {
        (Some(key), _) => (TagPlace::Misc(9, key.clone()), format!("is CoNLL-U; the tags are {key}= in MISC")),
        (None, Some(at)) => (TagPlace::At(at), format!("is CoNLL-U; the tags are in column {}", at + 1)),
        (None, None) => return Some(mentions(sample).unwrap_or_else(|| untagged(Some(9)))),
    };
    let entities = if fields(sample).is_some() { "Entity= of MISC (mentions and coreference)" } else { "" };
    let unread = vec![Unread::lost(entities), Unread::noted("lemmas, parts of speech, dependencies")];
    let layout = family(1, vec![(place, TagStyle::Prefix)], &says);
    Some(Layout { word_number: Some(0), misc: Some(9), unread, ..layout })
}

/// CoNLL-U with the mentions of CorefUD, and without tags of names.
fn mentions(sample: &Sample<'_>) -> Option<Layout> {
    let fields = fields(sample)?;
    let says = "is CoNLL-U with the mentions of CorefUD; they are read as entities, their fields as attributes";
    let unread = vec![Unread::noted("lemmas, parts of speech, dependencies")];
    Some(Layout { word_number: Some(0), misc: Some(9), mentions: Some(fields), unread, ..family(1, Vec::new(), says) })
}

/// CoNLL-U without the last columns, and without tags: numbered words and the comments of a treebank.
pub(super) fn shortened_conllu(sample: &Sample<'_>) -> Option<Layout> {
    let is_numbered = sample.nearly_all(0, is_word_number) && has_plain_numbers(sample);
    if sample.width() < 2 || !is_numbered || !is_treebank(sample) {
        return None;
    }
    let last = sample.width() - 1;
    let has_spaces = sample.column(last).any(|value| value.split('|').any(|it| it == "SpaceAfter=No"));
    Some(untagged(has_spaces.then_some(last)))
}

/// True for a file with the comments of a treebank.
fn is_treebank(sample: &Sample<'_>) -> bool {
    let is_comment = |line: &&str| {
        let words = line.trim_start_matches('#').trim_start();
        ["sent_id", "text", "newdoc", "newpar"].iter().any(|key| words.starts_with(key))
    };
    sample.comments.iter().any(is_comment)
}

/// True if most lines have a number and no range. WebAnno 2 numbers its tokens 1-1, 1-2.
fn has_plain_numbers(sample: &Sample<'_>) -> bool {
    sample.column(0).filter(|value| value.trim().parse::<u32>().is_ok()).count() * 2 > sample.rows.len()
}

/// The layout of CoNLL-U without tags of names.
fn untagged(misc: Option<usize>) -> Layout {
    Layout { word_number: Some(0), misc, ..family(1, Vec::new(), "is CoNLL-U without tags of names") }
}

/// The key of MISC that holds the tags of names. Other keys may have a value that looks like a tag (`Root=b_r_d`), so nearly
/// all values must look so, and the key has the name of such a key or is on most lines.
fn misc_key(sample: &Sample<'_>, misc: usize) -> Option<String> {
    let mut keys: BTreeMap<&str, KeyUse<'_>> = BTreeMap::new();
    for pair in sample.column(misc).flat_map(|value| value.split('|')) {
        let Some((key, value)) = pair.split_once('=') else { continue };
        let found = keys.entry(key).or_default();
        found.lines += 1;
        if let Some(tags) = parse_tags(value, TagStyle::Prefix) {
            found.tags += 1;
            found.has_outside |= tags.is_empty();
            found.labels.extend(tags.into_iter().map(|tag| tag.label));
        }
    }
    let most = sample.rows.len() / 2;
    let is_named =
        |key: &str| matches!(key.to_lowercase().as_str(), "ner" | "ne" | "named_entity" | "namedentity" | "bio");
    let is_key = |(key, found): &(&str, KeyUse<'_>)| {
        let is_tags = found.tags * 100 >= found.lines * 95 && found.labels.len() <= MOST_LABELS;
        let is_on_most_lines = found.lines >= most && found.has_outside && !found.labels.is_empty();
        is_tags && (is_named(key) || is_on_most_lines)
    };
    // A key with spans is better than one that only has `O`.
    let rank = |(key, found): &(&str, KeyUse<'_>)| (!found.labels.is_empty(), is_named(key));
    keys.into_iter().filter(is_key).max_by_key(rank).map(|(key, _)| key.to_owned())
}

/// How a key of MISC is used.
#[derive(Default)]
struct KeyUse<'a> {
    lines: usize,
    /// The lines whose value looks like a tag.
    tags: usize,
    has_outside: bool,
    labels: BTreeSet<&'a str>,
}

/// CoNLL-2012 (OntoNotes): the word in column 4, names in brackets in column 11, coreference in the last.
fn conll_2012(sample: &Sample<'_>) -> Option<Layout> {
    let is_bracket = |value: &str| value.contains('*') || value.starts_with('(');
    let numbered = sample.nearly_all(2, |value| value.parse::<u32>().is_ok());
    if sample.width() < 11 || !numbered || !sample.nearly_all(10, is_bracket) || !sample.nearly_all(5, is_bracket) {
        return None;
    }
    let layout = family(3, vec![(TagPlace::At(10), TagStyle::Brackets)], "is CoNLL-2012; the names are in column 11");
    let has_chains =
        sample.rows.iter().any(|row| row.last().is_some_and(|last| last.contains(['(', ')']) && !last.contains('*')));
    let chains = if has_chains { "coreference chains" } else { "" };
    let unread = vec![Unread::lost(chains), Unread::noted("parts of speech, parses, predicates, speakers")];
    Some(Layout { unread, ..layout })
}

/// HIPE: a header names the columns; the names are in `NE-COARSE-LIT` and `NE-NESTED`.
fn hipe(sample: &Sample<'_>) -> Option<Layout> {
    let header = sample.rows.first()?;
    let at = |name: &str| header.iter().position(|it| it.trim() == name);
    let token = at("TOKEN")?;
    let coarse = at("NE-COARSE-LIT")?;
    let is_filled = |column: usize| sample.column(column).skip(1).any(|value| !matches!(value, "_" | "O" | "-" | ""));
    let nested = at("NE-NESTED").filter(|column| is_filled(*column));
    let tags: Vec<(TagPlace, TagStyle)> =
        [Some(coarse), nested].into_iter().flatten().map(|at| (TagPlace::At(at), TagStyle::Prefix)).collect();
    let names: Vec<&str> =
        [Some(coarse), nested].into_iter().flatten().filter_map(|at| header.get(at).copied()).collect();
    let is_other = |column: usize, name: &str| name.starts_with("NE") && !names.contains(&name) && is_filled(column);
    let others: Vec<&str> =
        header.iter().enumerate().filter(|(column, name)| is_other(*column, name)).map(|(_, name)| *name).collect();
    let layout = family(token, tags, &format!("is HIPE; the tags are in {}", names.join(", ")));
    let unread = vec![Unread::lost(others.join(", "))];
    let table = Table { has_header: true, ..Table::default() };
    Some(Layout { table, misc: at("MISC"), unread, ..layout })
}
