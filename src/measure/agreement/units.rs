//! The units of a text on which annotators are compared.

use std::ops::Range;

use clap::ValueEnum;

use crate::measure::LabelledRange;

/// The units of a text. They depend on the text alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum UnitKind {
    /// What stands between white space; punctuation and proclitics belong to the word
    #[default]
    Words,
    /// Every code point of the text
    Characters,
}

impl UnitKind {
    /// The units of a text, in code points and in order.
    ///
    /// ```
    /// use tawsim::measure::agreement::UnitKind;
    /// assert_eq!(UnitKind::Words.units("زار باماكو، أمس"), [0..3, 4..11, 12..15]);
    /// assert_eq!(UnitKind::Characters.units("نعم").len(), 3);
    /// ```
    #[must_use]
    pub fn units(self, text: &str) -> Vec<Range<usize>> {
        let mut units = Vec::new();
        let mut start = None;
        let mut end = 0;
        for (at, c) in text.chars().enumerate() {
            end = at + 1;
            match self {
                Self::Characters => units.push(at..at + 1),
                Self::Words if c.is_whitespace() => units.extend(start.take().map(|start| start..at)),
                Self::Words => start = start.or(Some(at)),
            }
        }
        units.extend(start.map(|start| start..end));
        units
    }
}

/// The labels of each unit: of all spans that overlap it, sorted, each once.
pub(super) fn labels_of_units(units: &[Range<usize>], spans: &[LabelledRange]) -> Vec<Vec<String>> {
    let mut labels: Vec<Vec<String>> = vec![Vec::new(); units.len()];
    for span in spans {
        let first = units.partition_point(|unit| unit.end <= span.start);
        let last = units.partition_point(|unit| unit.start < span.end);
        for set in labels.iter_mut().take(last).skip(first) {
            if let Err(at) = set.binary_search(&span.label) {
                set.insert(at, span.label.clone());
            }
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A span without the proclitic و still gives its label to the written word, and a nested span adds a second label.
    #[test]
    fn a_unit_has_the_labels_of_all_spans_in_it() {
        let span = |start, end, label: &str| LabelledRange { start, end, label: label.to_owned() };
        let units = UnitKind::Words.units("قرب وباماكو  أمس");
        let spans = [span(5, 11, "LOC"), span(4, 16, "ORG"), span(5, 11, "LOC")];
        let labels = labels_of_units(&units, &spans);
        assert_eq!(labels, [vec![], vec!["LOC".to_owned(), "ORG".to_owned()], vec!["ORG".to_owned()]]);
    }
}
