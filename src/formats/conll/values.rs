//! The values of the tags of a line.

use std::borrow::Cow;

use super::layout::{Layout, TagPlace};
use super::tags::{TagStyle, is_outside, parse_tags};

/// The value of a tag: the number of its column, the value if the line has it, the style.
pub(super) type TagValue<'a> = (usize, Option<Cow<'a, str>>, TagStyle);

/// The values of the tags of a line.
pub(super) fn tag_values<'a>(layout: &Layout, fields: &[&'a str]) -> Vec<TagValue<'a>> {
    let mut values = Vec::new();
    let field = |at: usize| fields.get(at).copied().filter(|value| !value.trim().is_empty());
    for (number, (place, style)) in layout.tags.iter().enumerate() {
        let mut push = |number: usize, value: Option<&'a str>| values.push((number, value.map(Cow::Borrowed), *style));
        match place {
            TagPlace::At(at) => push(number, field(*at)),
            TagPlace::Last => push(number, field(fields.len().max(2) - 1)),
            TagPlace::From(from) if fields.len() <= *from => push(number, None),
            TagPlace::From(from) => (*from..fields.len()).for_each(|at| push(at, field(at))),
            TagPlace::Misc(at, key) => {
                let misc = fields.get(*at).copied().unwrap_or_default();
                let value = misc.split('|').find_map(|pair| pair.split_once('=').filter(|(name, _)| name == key));
                push(number, Some(value.map_or("O", |(_, value)| value)));
            }
            TagPlace::Divided { position, label } => {
                let value = match (field(*position), field(*label)) {
                    (Some(position), Some(label)) if !is_outside(position) => Cow::Owned(format!("{position}-{label}")),
                    (position, _) => Cow::Borrowed(position.unwrap_or("O")),
                };
                values.push((number, Some(value), *style));
            }
        }
    }
    values
}

/// True if all tags of a line are tags.
pub(super) fn has_tags(layout: &Layout, fields: &[&str]) -> bool {
    tag_values(layout, fields)
        .into_iter()
        .all(|(_, value, style)| value.is_some_and(|value| parse_tags(&value, style).is_some()))
}

/// True if a value is a tag in the style of the file.
pub(super) fn is_tag(layout: &Layout, value: &str) -> bool {
    let style = layout.tags.first().map_or(TagStyle::Prefix, |(_, style)| *style);
    match style {
        TagStyle::Bare => matches!(value, "O" | "o"),
        style => parse_tags(value, style).is_some() && !matches!(value, "-" | "_" | "0"),
    }
}

/// The token and the tag of a line such as `عبد الله B-PER`, in a file of tokens and tags without tabs, whose token has a space.
pub(super) fn spaced_token<'a>(
    layout: &Layout,
    width: usize,
    line: &'a str,
    fields: &[&'a str],
) -> Option<(&'a str, &'a str)> {
    let [_, second, .., last] = fields else { return None };
    let is_pair =
        width == 2 && layout.token == 0 && matches!(layout.tags.as_slice(), [(TagPlace::At(1) | TagPlace::Last, _)]);
    let is_spaced = is_pair && !line.contains('\t') && is_tag(layout, last) && !is_tag(layout, second);
    let token = line.trim().strip_suffix(last)?.trim_end_matches(' ');
    is_spaced.then_some((token, *last))
}
