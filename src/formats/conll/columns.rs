//! Recognises the columns of a CoNLL file from its first lines.

use std::collections::BTreeSet;

use super::choice::ColumnChoice;
use super::index::{index_columns, is_numbers, is_words};
use super::layout::{Layout, MOST_LABELS, Sample, TagPlace, Unread};
use super::other_labels::{PARTS_OF_SPEECH, PHRASES};
use super::table::{DELIMITERS, Table, sentence_named, token_named, with_tabs};
use super::tags::{TagStyle, is_outside, parse_tags};
use super::{families, predictions};

/// Recognises the columns; the error says what is missing. Lines without tabs and spaces may have commas or semicolons.
pub(super) fn recognise(lines: &[&str], choice: Option<&ColumnChoice>) -> Result<Layout, String> {
    let found = recognise_columns(lines, choice);
    found.or_else(|what| {
        let of_table = |delimiter: &u8| {
            let rows: Vec<String> = lines.iter().filter_map(|line| with_tabs(line, *delimiter)).collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let layout = recognise_columns(&rows, choice).ok().filter(|layout| layout.word_number.is_none())?;
            Some(Layout { table: Table { delimiter: Some(*delimiter), ..layout.table }, ..layout })
        };
        DELIMITERS.iter().find_map(of_table).ok_or(what)
    })
}

fn recognise_columns(lines: &[&str], choice: Option<&ColumnChoice>) -> Result<Layout, String> {
    let mut sample = Sample::of(lines.iter().copied());
    if let Some(choice) = choice {
        return chosen(&sample, choice);
    }
    if let Some(layout) = families::recognise(&sample) {
        return Ok(layout);
    }
    let header = take_header(&mut sample);
    let Some(mut layout) = recognise_tags(&sample) else {
        return families::shortened_conllu(&sample).ok_or_else(|| no_tags(&sample));
    };
    layout.table.has_header = header.is_some();
    if let Some(header) = &header {
        layout.token = token_named(header).unwrap_or(layout.token);
        layout.table.sentence = sentence_named(header).filter(|at| *at != layout.token);
    }
    predictions::leave_out(&mut layout, &sample);
    layout.prefix = language_prefix(&sample, layout.token);
    describe(&mut layout, &sample, header.as_deref());
    Ok(layout)
}

fn no_tags(sample: &Sample<'_>) -> String {
    // WebAnno TSV 2 names its layers: ` # TYPE | FEATURE | FEATURE # TYPE | FEATURE`.
    let layers = sample.comments.iter().find(|line| line.contains(" | "));
    let layers = layers.map_or_else(String::new, |line| {
        let names = line.split('#').map(str::trim).filter(|name| !name.is_empty());
        let names: Vec<String> = names.map(|name| name.replacen(" | ", " (", 1).replace(" | ", ", ") + ")").collect();
        format!("is WebAnno TSV 2 with the layers {}, and ", names.join(", "))
    });
    format!(
        "{layers}has no column of tags such as O, B-PER or I-PER; name the columns with --columns token=1,tag=2, counted from 1"
    )
}

/// The layout that the user chose. The styles of the tags are recognised.
fn chosen(sample: &Sample<'_>, choice: &ColumnChoice) -> Result<Layout, String> {
    let mut tags = Vec::new();
    for number in &choice.tags {
        let at = number - 1;
        let fits = |style: &TagStyle| match style {
            TagStyle::Bare => bare_column(sample, at, is_outside),
            style => sample.nearly_all(at, |value| parse_tags(value, *style).is_some()),
        };
        let style = STYLES.into_iter().find(fits);
        let style = style.ok_or_else(|| format!("has no tags in column {number}; name another with --columns"))?;
        tags.push((TagPlace::At(at), style));
    }
    let token = choice.token - 1;
    let mut table = Table { has_header: has_header(sample, &tags), ..Table::default() };
    if let Some(header) = sample.rows.first().filter(|_| table.has_header) {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        table.sentence = sentence_named(&header).filter(|at| *at != token);
    }
    Ok(Layout { token, tags, table, ..Layout::default() })
}

const STYLES: [TagStyle; 4] = [TagStyle::Prefix, TagStyle::Suffix, TagStyle::Brackets, TagStyle::Bare];

fn has_header(sample: &Sample<'_>, tags: &[(TagPlace, TagStyle)]) -> bool {
    let Some(first) = sample.rows.first() else { return false };
    tags.iter().any(|(place, style)| match place {
        TagPlace::At(at) => first.get(*at).is_some_and(|value| {
            parse_tags(value, *style).is_none() || *style == TagStyle::Bare && is_column_name(value)
        }),
        _ => false,
    })
}

fn is_column_name(value: &str) -> bool {
    let value = value.trim().trim_matches('"').to_lowercase();
    matches!(
        value.as_str(),
        "token"
            | "tokens"
            | "word"
            | "words"
            | "form"
            | "text"
            | "tag"
            | "tags"
            | "ner"
            | "ner_tag"
            | "ner_tags"
            | "label"
            | "labels"
            | "ne"
            | "entity"
            | "pos"
            | "lemma"
            | "id"
            | "sentence"
            | "الكلمة"
            | "التصنيف"
    ) || value.starts_with("ne-")
        || value.starts_with("nel-")
        || value.starts_with("sentence")
}

/// Removes the line that names the columns, if the first line does.
fn take_header(sample: &mut Sample<'_>) -> Option<Vec<String>> {
    let first = sample.rows.first()?;
    let names = first.iter().filter(|value| is_column_name(value)).count();
    let has_tag = first.iter().any(|value| parse_tags(value, TagStyle::Prefix).is_some());
    if names == 0 || names * 2 < first.len() || has_tag || sample.rows.len() == 1 {
        return None;
    }
    Some(sample.rows.remove(0).into_iter().map(|name| name.trim().trim_matches('"').to_owned()).collect())
}

/// A column of tags with positions: true if it has a tag that is not `O`.
fn tag_column(sample: &Sample<'_>, at: usize, style: TagStyle) -> Option<bool> {
    if !sample.nearly_all(at, |value| parse_tags(value, style).is_some()) {
        return None;
    }
    let labels: BTreeSet<&str> =
        sample.column(at).flat_map(|value| parse_tags(value, style).unwrap_or_default()).map(|tag| tag.label).collect();
    let has_outside = sample.column(at).any(|value| matches!(value.trim(), "O" | "o"));
    (has_outside || !labels.is_empty()).then_some(!labels.is_empty())
}

/// A column of the phrases that CoNLL-2000 and 2003 have beside the names.
fn is_phrases(sample: &Sample<'_>, at: usize, style: TagStyle) -> bool {
    let labels: BTreeSet<&str> =
        sample.column(at).flat_map(|value| parse_tags(value, style).unwrap_or_default()).map(|tag| tag.label).collect();
    labels.iter().filter(|label| PHRASES.contains(label)).count() * 2 > labels.len()
}

/// A column of labels without positions. `is_outside_sign` is true for the signs of a token without a label, of which it has one.
fn bare_column(sample: &Sample<'_>, at: usize, is_outside_sign: fn(&str) -> bool) -> bool {
    if !sample.nearly_all(at, |value| parse_tags(value, TagStyle::Bare).is_some()) {
        return false;
    }
    let labels: BTreeSet<&str> = sample.column(at).filter(|value| !is_outside(value)).collect();
    let has_outside = sample.column(at).any(is_outside_sign);
    // `B-NP` and `B` are no labels: they have, or are, positions.
    let has_position = |label: &str| {
        is_position(label) || [TagStyle::Prefix, TagStyle::Suffix].iter().any(|it| parse_tags(label, *it).is_some())
    };
    has_outside
        && !labels.is_empty()
        && labels.len() <= MOST_LABELS
        && labels.iter().filter(|label| has_position(label)).count() * 2 <= labels.len()
        && !labels.iter().any(|label| PARTS_OF_SPEECH.contains(label) || PHRASES.contains(label))
}

/// True for `O` and for slips for it. `_` and `-` are also in columns that are no tags.
fn is_letter_o(value: &str) -> bool {
    matches!(value, "O" | "o" | "0")
}

/// True for a position without a label.
fn is_position(value: &str) -> bool {
    matches!(value, "B" | "I" | "L" | "U" | "E" | "S" | "M" | "W")
}

/// Tags in two columns, as SUC 3 has them: the position in one, the label in the next.
fn divided_tags(sample: &Sample<'_>) -> Option<TagPlace> {
    let is_divided = |at: &usize| {
        let pairs = || sample.rows.iter().filter_map(|row| Some((*row.get(*at)?, *row.get(at + 1)?)));
        let fits = |(position, label): (&str, &str)| is_outside(position) == is_outside(label);
        sample.nearly_all(*at, |value| is_position(value) || is_outside(value))
            && pairs().any(|(position, _)| position == "B")
            && pairs().all(fits)
    };
    let position = (1..sample.width().saturating_sub(1)).find(is_divided)?;
    Some(TagPlace::Divided { position, label: position + 1 })
}

fn recognise_tags(sample: &Sample<'_>) -> Option<Layout> {
    if let Some(place) = divided_tags(sample) {
        return Some(layout(token_column(sample, &[]), vec![(place, TagStyle::Prefix)]));
    }
    let is_name = |at: usize, style: TagStyle| !is_phrases(sample, at, style);
    let names = styled_tags(sample, &is_name).or_else(|| {
        let at = (0..sample.width()).rev().find(|at| bare_column(sample, *at, is_letter_o))?;
        Some(layout(token_column(sample, &[at]), vec![(TagPlace::At(at), TagStyle::Bare)]))
    });
    names.or_else(|| styled_tags(sample, &|_, _| true))
}

/// Tags with positions, in columns that pass a test.
fn styled_tags(sample: &Sample<'_>, is_wanted: &dyn Fn(usize, TagStyle) -> bool) -> Option<Layout> {
    let width = sample.width();
    let widest = sample.rows.iter().map(Vec::len).max().unwrap_or(0);
    let same_width = sample.rows.iter().filter(|row| row.len() == width).count() * 100 >= sample.rows.len() * 95;
    let first_tag = usize::from(!index_columns(sample).contains(&0)) + index_columns(sample).len();
    let styled = |style: TagStyle| -> Vec<(usize, bool)> {
        let wanted = (0..widest).filter(|at| is_wanted(*at, style));
        wanted.filter_map(|at| Some((at, tag_column(sample, at, style)?))).collect()
    };
    for style in [TagStyle::Prefix, TagStyle::Suffix] {
        let columns = styled(style);
        if !columns.iter().any(|(_, has_spans)| *has_spans) && style == TagStyle::Suffix {
            continue;
        }
        let first = columns.first().map(|(at, _)| *at);
        // Lines of different lengths that list tags: the tags go to the end of each line.
        let lists = first.filter(|first| {
            *first >= 1
                && sample.rows.iter().all(|row| row.iter().skip(*first).all(|it| parse_tags(it, style).is_some()))
        });
        let lists = lists.filter(|first| widest > first + 1);
        if let (Some(first), false) = (lists, same_width) {
            return Some(layout(token_column(sample, &[first]), vec![(TagPlace::From(first), style)]));
        }
        if !same_width {
            let is_tag = |row: &Vec<&str>| row.last().is_some_and(|value| parse_tags(value, style).is_some());
            let tagged = sample.rows.iter().filter(|row| row.len() > first_tag && is_tag(row)).count();
            if tagged * 100 >= sample.rows.len() * 90 && tagged > 0 {
                return Some(layout(token_column(sample, &[]), vec![(TagPlace::Last, style)]));
            }
        }
        let with_spans: Vec<usize> = columns.iter().filter(|(_, spans)| *spans).map(|(at, _)| *at).collect();
        if let (Some(from), Some(to)) = (with_spans.first(), with_spans.last()) {
            // Columns of O beside the others may have spans further down.
            let near = grow(&columns, *from, *to);
            let tags = near.iter().map(|at| (TagPlace::At(*at), style)).collect();
            return Some(layout(token_column(sample, &near), tags));
        }
        // A column with a label and no position is better than a column of O only.
        if let Some((at, _)) = columns.last().filter(|_| (0..width).all(|at| !bare_column(sample, at, is_letter_o))) {
            return Some(layout(token_column(sample, &[*at]), vec![(TagPlace::At(*at), style)]));
        }
    }
    None
}

/// The columns of tags from `from` to `to`, and those of O that are beside them without a gap.
fn grow(columns: &[(usize, bool)], from: usize, to: usize) -> Vec<usize> {
    let is_column = |at: usize| columns.iter().any(|(column, _)| *column == at);
    let mut first = from;
    while first > 1 && is_column(first - 1) {
        first -= 1;
    }
    let mut last = to;
    while is_column(last + 1) {
        last += 1;
    }
    (first..=last).filter(|at| is_column(*at)).collect()
}

fn layout(token: usize, tags: Vec<(TagPlace, TagStyle)>) -> Layout {
    Layout { token, tags, ..Layout::default() }
}

/// The first column that is neither an index nor one of the tags.
fn token_column(sample: &Sample<'_>, tags: &[usize]) -> usize {
    let index = index_columns(sample);
    (0..sample.width()).find(|at| !index.contains(at) && !tags.contains(at)).unwrap_or(0)
}

/// The language that is before each token, with its colon.
fn language_prefix(sample: &Sample<'_>, token: usize) -> Option<String> {
    let first = sample.column(token).next()?.split_once(':')?.0;
    let is_language = (2..=12).contains(&first.len()) && first.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let prefix = format!("{first}:");
    let all = sample.column(token).all(|value| value.strip_prefix(&prefix).is_some_and(|word| !word.is_empty()));
    (is_language && all && sample.rows.len() > 1).then_some(prefix)
}

/// Adds what the user should know about the columns.
fn describe(layout: &mut Layout, sample: &Sample<'_>, header: Option<&[String]>) {
    let name = |at: usize| header.and_then(|names| names.get(at)).map_or_else(|| (at + 1).to_string(), Clone::clone);
    let mut read = vec![layout.token];
    let mut words = Vec::new();
    for (place, style) in &layout.tags {
        match place {
            TagPlace::At(at) => {
                read.push(*at);
                words.push(name(*at));
            }
            TagPlace::From(at) => {
                read.extend(*at..64);
                words.push(format!("{} and all after it", name(*at)));
            }
            TagPlace::Last => {
                read.extend(1..64);
                words.push("the last".to_owned());
            }
            TagPlace::Divided { position, label } => {
                read.extend([*position, *label]);
                words.extend([name(*position), name(*label)]);
            }
            TagPlace::Misc(..) => {}
        }
        if *style != TagStyle::Prefix {
            let how =
                if *style == TagStyle::Bare { "labels without B- and I-" } else { "labels before their position" };
            layout.says = Some(format!("the tags are {how}"));
        }
    }
    if layout.token > 0
        || layout.tags.len() > 1
        || layout.tags.iter().any(|(place, _)| matches!(place, TagPlace::From(_) | TagPlace::Divided { .. }))
    {
        let style = layout.says.take().map_or_else(String::new, |style| format!("; {style}"));
        let says =
            format!("the token is in column {}, the tags are in {}{style}", name(layout.token), words.join(", "));
        layout.says = Some(says);
    }
    if let Some(prefix) = &layout.prefix {
        let says = layout.says.take().map_or_else(String::new, |says| format!("{says}; "));
        layout.says = Some(format!("{says}each token begins with {prefix:?}, which is left out"));
    }
    let index: Vec<usize> = index_columns(sample).into_iter().filter(|at| is_numbers(sample, *at)).collect();
    let is_lost = |at: usize| layout.lost.as_ref().is_some_and(|(lost, _)| *lost == at);
    let is_known =
        |at: &usize| read.contains(at) || index.contains(at) || layout.table.sentence == Some(*at) || is_lost(*at);
    let other = (0..sample.width()).filter(|at| !is_known(at));
    let is_filled = |at: &usize| sample.column(*at).any(|value| !matches!(value.trim(), "" | "_" | "-" | "-X-" | "O"));
    // Words, such as the translation of a token, are as much as the token. Parts of speech and chunks are few.
    let has_words = |at: &usize| {
        let values: BTreeSet<&str> = sample.usual_column(*at).collect();
        is_words(sample, *at) && (values.len() > MOST_LABELS || values.iter().any(|value| is_foreign_word(value)))
    };
    let (words, others): (Vec<usize>, Vec<usize>) = other.filter(is_filled).partition(has_words);
    let names = |columns: Vec<usize>| columns.into_iter().map(name).collect::<Vec<String>>().join(", ");
    layout.unread = [Unread::lost(names(words)), Unread::noted(names(others))].into();
}

/// True for a word in letters that no tag set has.
fn is_foreign_word(value: &str) -> bool {
    value.contains(|c: char| c.is_alphabetic() && !c.is_ascii())
}
