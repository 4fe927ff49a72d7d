//! The list of all differences: in the report, and in a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::measure::LabelledRange;
use crate::measure::agreement::{AnnotatedArticle, Difference};
use crate::store::{InputKind, Inputs, OutputFile, OutputKind, Outputs, Problem, read_input};

use super::force::{ForceArgs, refusal};
use super::messages::print_message;

/// So many differences are kept for the report. A file gets all of them.
const KEPT: usize = 200_000;

/// A difference with its place and its words.
#[derive(Debug, Clone)]
pub(super) struct ListedDifference {
    pub(super) id: String,
    pub(super) annotators: [String; 2],
    pub(super) difference: Difference,
    words: [Vec<String>; 2],
}

impl ListedDifference {
    fn new(article: &AnnotatedArticle, bytes: &[usize], annotators: [String; 2], difference: &Difference) -> Self {
        let words = |ranges: &[LabelledRange]| {
            ranges.iter().map(|range| words_of(&article.text, bytes, range).to_owned()).collect()
        };
        let words = [words(&difference.first), words(&difference.second)];
        Self { id: article.id.clone(), annotators, difference: difference.clone(), words }
    }

    fn end(&self) -> usize {
        let ranges = self.difference.first.iter().chain(&self.difference.second);
        ranges.map(|range| range.end).max().unwrap_or(0)
    }

    pub(super) fn to_json(&self) -> Value {
        let ranges = |ranges: &[LabelledRange], words: &[String]| -> Vec<Value> {
            let one = |(range, words): (&LabelledRange, &String)| json!({"start": range.start, "end": range.end, "text": words, "label": range.label});
            ranges.iter().zip(words).map(one).collect()
        };
        let [first, second] = &self.words;
        json!({
            "id": self.id, "annotators": self.annotators, "layer": self.difference.layer.to_string(),
            "class": self.difference.class.name(), "start": self.difference.start(), "end": self.end(),
            "first": ranges(&self.difference.first, first), "second": ranges(&self.difference.second, second),
        })
    }

    /// `id 4-9, entity, label: sara باريس LOC | ali باريس ORG`
    pub(super) fn to_line(&self) -> String {
        let side = |name: &str, ranges: &[LabelledRange], words: &[String]| {
            let all: Vec<String> = ranges
                .iter()
                .zip(words)
                .map(|(range, words)| format!("{} {}", shortened(words), range.label))
                .collect();
            format!("{name}: {}", if all.is_empty() { "-".to_owned() } else { all.join(" + ") })
        };
        let [first, second] = &self.words;
        let [first_name, second_name] = &self.annotators;
        let Difference { layer, class, first: ranges, second: others } = &self.difference;
        let sides = [side(first_name, ranges, first), side(second_name, others, second)].join(" | ");
        format!("{} {}-{}, {layer}, {}: {sides}", self.id, self.difference.start(), self.end(), class.name())
    }
}

/// The words of a range of code points. `bytes` has the byte at which each code point begins.
fn words_of<'a>(text: &'a str, bytes: &[usize], range: &LabelledRange) -> &'a str {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(text.len());
    text.get(byte(range.start)..byte(range.end)).unwrap_or_default()
}

/// The words of a span on one line, shortened in the middle.
fn shortened(words: &str) -> String {
    let words: Vec<char> = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    match words.len() {
        ..=60 => words.into_iter().collect(),
        count => words.iter().take(28).chain(&[' ', '…', ' ']).chain(words.iter().skip(count - 28)).collect(),
    }
}

/// Collects the differences while the articles are read.
pub(super) struct DifferenceList {
    kept: Vec<ListedDifference>,
    /// The most differences that are kept for the report.
    most: usize,
    count: usize,
    file: Option<OutputFile>,
}

impl DifferenceList {
    pub(super) fn new(path: Option<&Path>, golds: &[PathBuf], force: ForceArgs) -> Result<Self, Problem> {
        let kind = OutputKind { refusal: &refusal("a list of differences"), is_one: &has_differences };
        let create = |path| Outputs::new(Inputs::gold(golds), force.force).create(path, &kind);
        Ok(Self { kept: Vec::new(), most: 0, count: 0, file: path.map(create).transpose()? })
    }

    /// Keeps differences for the report, or none.
    pub(super) fn keep(&mut self, is_reported: bool) {
        self.most = if is_reported { KEPT } else { 0 };
    }

    /// Adds the differences of two annotators in one article.
    pub(super) fn add(
        &mut self,
        article: &AnnotatedArticle,
        annotators: [String; 2],
        found: &[Difference],
    ) -> io::Result<()> {
        self.count += found.len();
        if found.is_empty() || self.file.is_none() && self.kept.len() >= self.most {
            return Ok(());
        }
        let bytes: Vec<usize> = article.text.char_indices().map(|(byte, _)| byte).collect();
        for difference in found {
            let listed = ListedDifference::new(article, &bytes, annotators.clone(), difference);
            if let Some(file) = &mut self.file {
                writeln!(file, "{}", listed.to_json())?;
            }
            if self.kept.len() < self.most {
                self.kept.push(listed);
            }
        }
        Ok(())
    }

    /// Ends the file. `bad` articles could not be read.
    pub(super) fn finish(self, bad: usize) -> anyhow::Result<Differences> {
        if let Some(file) = self.file {
            file.refuse_incomplete(bad)?;
            file.finish()?;
        }
        Ok(Differences { kept: self.kept, count: self.count })
    }
}

/// The differences for the report.
pub(super) struct Differences {
    pub(super) kept: Vec<ListedDifference>,
    /// The number of all differences. It may be larger than the number of those that were kept.
    pub(super) count: usize,
}

impl Differences {
    /// The number of differences that the report lacks.
    pub(super) fn left_out(&self) -> usize {
        self.count - self.kept.len()
    }

    /// Says on standard error that the report lacks some.
    pub(super) fn report_left_out(&self) {
        if self.left_out() > 0 {
            let kept = self.kept.len();
            print_message(&format!(
                "tawsim: \"differences\" has the first {kept} of {} differences; --differences FILE writes all of them",
                self.count
            ));
        }
    }
}

/// True if a file begins as a list of differences does.
fn has_differences(path: &Path) -> io::Result<bool> {
    let bytes = read_input(path, InputKind::Import)?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let value: Value = serde_json::from_slice(line).unwrap_or_default();
    Ok(value.get("class").is_some() && value.get("annotators").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::Layer;
    use crate::measure::agreement::DifferenceClass;

    /// The report has as many as are kept, with their words; the number of all is known.
    #[test]
    fn what_is_not_kept_is_counted() {
        let range = |start, end| LabelledRange { start, end, label: "PER".to_owned() };
        let missed = |start, end| Difference {
            layer: Layer::Entity,
            class: DifferenceClass::Missed,
            first: vec![range(start, end)],
            second: Vec::new(),
        };
        let article =
            AnnotatedArticle { id: "a".to_owned(), text: "زار 😀 سامي".to_owned(), readings: Vec::new() };
        let names = ["sara", "ali"].map(str::to_owned);
        let report = |most: usize| {
            let mut list = DifferenceList { kept: Vec::new(), most, count: 0, file: None };
            list.add(&article, names.clone(), &[missed(6, 10), missed(0, 3)]).unwrap();
            list.add(&article, names.clone(), &[missed(4, 5)]).unwrap();
            let found = list.finish(0).unwrap();
            let words: Vec<String> = found.kept.iter().map(|one| one.words[0].join(" ")).collect();
            (words.join("|"), found.left_out())
        };
        assert_eq!(report(3), ("سامي|زار|😀".to_owned(), 0));
        assert_eq!(report(1), ("سامي".to_owned(), 2));
        assert_eq!(report(0), (String::new(), 3));
    }
}
