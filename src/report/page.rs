//! The frame of a page: the template with its style, its script and their hashes.

use super::hash::csp_hash;

const TEMPLATE: &str = include_str!("../../assets/report/page.html");
const STYLE: &str = include_str!("../../assets/report/style.css");
const SCRIPT: &str = include_str!("../../assets/report/script.js");

/// Fills the template. `css` is added to the style sheet, and `parts` are the other places of the template.
pub(super) fn page(css: &str, parts: &[(&str, &str)]) -> String {
    let style = format!("{STYLE}{css}");
    let (style_hash, script_hash) = (csp_hash(&style), csp_hash(SCRIPT));
    let own = [
        ("style", style.as_str()),
        ("script", SCRIPT),
        ("style_hash", style_hash.as_str()),
        ("script_hash", script_hash.as_str()),
    ];
    fill(TEMPLATE, |name| own.iter().chain(parts).find(|(place, _)| *place == name).map(|(_, words)| *words))
}

/// Replaces each `{name}` in one pass, so that nothing in the words of an article is taken for a place.
fn fill<'a>(template: &str, words_of: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}').and_then(|(name, behind)| Some((words_of(name)?, behind))) {
            Some((words, behind)) => {
                out.push_str(words);
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("{a} {c} {b}{", |name| (name != "c").then_some("{b}")), "{b} {c} {b}{");
    }
}
