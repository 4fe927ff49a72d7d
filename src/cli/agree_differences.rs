//! The list of all differences: in the report, and in a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::measure::LabelledRange;
use crate::measure::agreement::{AnnotatedArticle, Difference};
use crate::store::{InputKind, Inputs, OutputFile, OutputKind, Outputs, Problem, read_input};

use super::force::{ForceArgs, refusal};

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
    fn new(article: &AnnotatedArticle, annotators: [String; 2], difference: &Difference) -> Self {
        let words = |ranges: &[LabelledRange]| ranges.iter().map(|range| words_of(&article.text, range)).collect();
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

fn words_of(text: &str, range: &LabelledRange) -> String {
    text.chars().skip(range.start).take(range.end - range.start).collect()
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
        for difference in found {
            let listed = ListedDifference::new(article, annotators.clone(), difference);
            if let Some(file) = &mut self.file {
                writeln!(file, "{}", listed.to_json())?;
            }
            self.count += 1;
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

/// True if a file begins as a list of differences does.
fn has_differences(path: &Path) -> io::Result<bool> {
    let bytes = read_input(path, InputKind::Import)?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let value: Value = serde_json::from_slice(line).unwrap_or_default();
    Ok(value.get("class").is_some() && value.get("annotators").is_some())
}
