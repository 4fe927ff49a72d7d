//! The part of Markdown that the guide uses, as a manual page.

use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

/// Makes the sections of a manual page of a page of the guide. Its first heading is the title, which the page has already.
pub(super) fn to_roff(markdown: &str) -> String {
    let mut roff = Roff::new();
    let mut in_code = false;
    let mut paragraph = String::new();
    let mut begun = false;
    let mut item = false;
    let lines = without_comments(markdown);
    for line in lines.lines() {
        if line.starts_with("```") {
            end_paragraph(&mut roff, &mut paragraph, &mut item);
            roff.control(if in_code { "EE" } else { "EX" }, []);
            in_code = !in_code;
        } else if in_code {
            roff.text([roman(line)]);
        } else if let Some(title) = line.strip_prefix("# ") {
            if begun {
                heading(&mut roff, &mut paragraph, &mut item, title);
            } else {
                begun = true;
                heading(&mut roff, &mut paragraph, &mut item, "Description");
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            heading(&mut roff, &mut paragraph, &mut item, title);
        } else if let Some(title) = line.strip_prefix("### ") {
            end_paragraph(&mut roff, &mut paragraph, &mut item);
            roff.control("SS", [plain(title).as_str()]);
        } else if line.starts_with('|') {
            end_paragraph(&mut roff, &mut paragraph, &mut item);
            table_row(&mut roff, line);
        } else if let Some(words) = list_item(line) {
            end_paragraph(&mut roff, &mut paragraph, &mut item);
            item = true;
            paragraph.push_str(words);
        } else if line.trim().is_empty() {
            end_paragraph(&mut roff, &mut paragraph, &mut item);
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    end_paragraph(&mut roff, &mut paragraph, &mut item);
    roff.render()
}

/// Removes the comments, which are for those who write the guide.
fn without_comments(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some((before, behind)) = rest.split_once("<!--") {
        text.push_str(before);
        rest = behind.split_once("-->").map_or("", |(_, rest)| rest);
    }
    text + rest
}

/// The words of an item of a list, numbered or not.
fn list_item(line: &str) -> Option<&str> {
    let trimmed = line.trim_start();
    let digits = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.strip_prefix(". ").filter(|_| digits.len() < trimmed.len());
    trimmed.strip_prefix("- ").or(numbered)
}

fn heading(roff: &mut Roff, paragraph: &mut String, item: &mut bool, title: &str) {
    end_paragraph(roff, paragraph, item);
    roff.control("SH", [plain(title).to_uppercase().as_str()]);
}

fn end_paragraph(roff: &mut Roff, paragraph: &mut String, item: &mut bool) {
    if !paragraph.is_empty() {
        if std::mem::take(item) {
            roff.control("IP", ["\u{2022}", "2"]);
        } else {
            roff.control("PP", []);
        }
        roff.text(inlines(paragraph));
        paragraph.clear();
    }
}

/// A row of a table: its first cell, and the others below it. The row of titles and the line below it are left out.
fn table_row(roff: &mut Roff, line: &str) {
    let cells: Vec<&str> = line.trim().trim_matches('|').split(" | ").map(str::trim).collect();
    let is_rule = cells.iter().all(|cell| cell.chars().all(|c| "-|: ".contains(c)));
    let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.trim_matches(['|', ' ']).is_empty()).collect();
    match filled.as_slice() {
        _ if is_rule => {}
        [] => {}
        [title] => {
            roff.control("SS", [plain(title.trim_matches(['|', ' '])).as_str()]);
        }
        [first, rest @ ..] => {
            roff.control("TP", []).text(inlines(first.trim_matches(['|', ' '])));
            roff.text(inlines(&rest.join(" \u{2013} ")));
        }
    }
}

/// The words of a line: code and strong words are bold, the target of a link is left out.
fn inlines(text: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            found.push(bold(part));
            continue;
        }
        for (index, part) in without_links(part).split("**").enumerate() {
            if !part.is_empty() {
                found.push(if index % 2 == 1 { italic(part) } else { roman(part) });
            }
        }
    }
    found
}

fn plain(text: &str) -> String {
    without_links(text).replace(['`', '*'], "")
}

/// Puts the words of a link in the place of the link.
fn without_links(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("](") {
        words.push_str(&match before.rsplit_once('[') {
            Some((before, link)) => format!("{before}{link}"),
            None => before.to_owned(),
        });
        rest = behind.split_once(')').map_or("", |(_, rest)| rest);
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_markdown_of_the_guide_becomes_roff() {
        let page = "# Keys\n\nUse [these](x.md) `keys`.\nMore.\n\n<!-- no\n-->\n## Two\n- one\n- **two**\n\n| a | b |\n|---|---|\n| `x` | does |\n\n```\n .x\n```\n";
        let roff = to_roff(page);
        for line in [
            ".SH DESCRIPTION",
            "Use these \\fBkeys\\fR. More.",
            ".SH TWO",
            ".IP",
            "\\fItwo\\fR",
            ".TP",
            "\\fBx\\fR",
            ".EX",
            ".EE",
        ] {
            assert!(roff.contains(line), "{line}: {roff}");
        }
        assert!(!roff.contains("no") && !roff.contains("---"), "{roff}");
    }
}
