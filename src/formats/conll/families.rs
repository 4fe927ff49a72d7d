//! The families of files that have more than tokens and tags: CoNLL-U, CoNLL-U Plus, CoNLL-2012, HIPE.

use super::layout::{Layout, Sample, TagPlace};
use super::tags::{TagStyle, parse_tags};

/// The layout of a file of a known family; `None` for another one.
pub(super) fn recognise(sample: &Sample<'_>) -> Option<Layout> {
    conllu_plus(sample).or_else(|| conllu(sample)).or_else(|| conll_2012(sample)).or_else(|| hipe(sample))
}

fn family(token: usize, tags: Vec<(TagPlace, TagStyle)>, says: &str) -> Layout {
    let says = Some(says.to_owned());
    Layout { token, tags, word_number: None, misc: None, prefix: None, has_header: false, says, unread: None }
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
    let unread = (!others.is_empty()).then(|| others.join(", "));
    let layout = family(token, tags, &format!("is CoNLL-U Plus; the tags are in {}", read.join(", ")));
    Some(Layout { word_number: at("ID"), misc: at("MISC"), unread, ..layout })
}

/// CoNLL-U has ten columns. Names are in `MISC`, or in place of another column.
fn conllu(sample: &Sample<'_>) -> Option<Layout> {
    let is_conllu = sample.width() == 10 && sample.nearly_all(0, is_word_number) && sample.rows.first()?.len() == 10;
    if !is_conllu {
        return None;
    }
    let has_spans = |value: &str| parse_tags(value, TagStyle::Prefix).is_some_and(|tags| !tags.is_empty());
    let key = sample.column(9).flat_map(|misc| misc.split('|')).find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (has_spans(value) && !key.eq_ignore_ascii_case("Entity")).then(|| key.to_owned())
    });
    let keys_of_outside = ["NER", "ner", "NE", "Ner"];
    let key = key.or_else(|| {
        let pairs = || sample.column(9).flat_map(|misc| misc.split('|')).filter_map(|pair| pair.split_once('='));
        keys_of_outside.into_iter().find(|key| pairs().any(|(name, _)| name == *key)).map(str::to_owned)
    });
    let column = (2..9).find(|at| {
        sample.nearly_all(*at, |value| parse_tags(value, TagStyle::Prefix).is_some())
            && sample.column(*at).any(has_spans)
    });
    let (place, says) = match (key, column) {
        (Some(key), _) => (TagPlace::Misc(9, key.clone()), format!("is CoNLL-U; the tags are {key}= in MISC")),
        (None, Some(at)) => (TagPlace::At(at), format!("is CoNLL-U; the tags are in column {}", at + 1)),
        (None, None) => return None,
    };
    let unread = Some("lemmas, parts of speech, dependencies".to_owned());
    let layout = family(1, vec![(place, TagStyle::Prefix)], &says);
    Some(Layout { word_number: Some(0), misc: Some(9), unread, ..layout })
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
    let chains = if has_chains { "coreference chains, " } else { "" };
    Some(Layout { unread: Some(format!("{chains}parts of speech, parses, predicates, speakers")), ..layout })
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
    let unread = (!others.is_empty()).then(|| others.join(", "));
    Some(Layout { has_header: true, misc: at("MISC"), unread, ..layout })
}
