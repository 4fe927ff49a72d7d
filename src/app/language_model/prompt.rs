//! The prompt: a template with the labels, their guidelines, examples of the gold so far, and the text.

use std::fmt::Write as _;

use crate::gold::LabelSet;

use super::examples::ExamplePassage;

const DEFAULT: &str = include_str!("../../../assets/prompts/suggest.txt");
const SYSTEM: &str = "=== system ===";
const USER: &str = "=== user ===";
/// The places of a template that are filled in.
const PLACES: [&str; 4] = ["{{labels}}", "{{guidelines}}", "{{examples}}", "{{text}}"];

/// A template for the messages to a model.
///
/// ```
/// use tawsim::app::Prompt;
/// assert!("Find the names: {{text}}".parse::<Prompt>().is_ok());
/// assert!("Find the names.".parse::<Prompt>().unwrap_err().contains("{{text}}"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// Empty for a template without this section.
    system: String,
    user: String,
}

impl Default for Prompt {
    /// `assets/prompts/suggest.txt`.
    fn default() -> Self {
        let prompt: Result<Self, String> = DEFAULT.parse();
        debug_assert!(prompt.is_ok(), "{prompt:?}");
        prompt.unwrap_or(Self { system: String::new(), user: "{{text}}".to_owned() })
    }
}

impl std::str::FromStr for Prompt {
    type Err = String;

    fn from_str(template: &str) -> Result<Self, String> {
        let template = template.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
        let (system, user) = match (template.split_once(SYSTEM), template.split_once(USER)) {
            (Some((_, rest)), Some(_)) => {
                rest.split_once(USER).ok_or_else(|| format!("{SYSTEM:?} must come before {USER:?}"))?
            }
            (None, Some((_, user))) => ("", user),
            (Some(_), None) => return Err(format!("it has {SYSTEM:?} and no {USER:?}; add the line")),
            (None, None) => ("", template.as_str()),
        };
        if !template.contains("{{text}}") {
            return Err("it has no {{text}}, so the model would not see the article; add it".to_owned());
        }
        for rest in [system, user].iter().flat_map(|part| part.split("{{").skip(1)) {
            let name = rest.split("}}").next().unwrap_or_default();
            if !PLACES.contains(&format!("{{{{{name}}}}}").as_str()) {
                return Err(format!("{{{{{name}}}}} is none of {}", PLACES.join(" ")));
            }
        }
        Ok(Self { system: system.trim().to_owned(), user: user.trim().to_owned() })
    }
}

impl Prompt {
    /// True if the messages have a place for examples.
    pub(super) fn has_examples(&self) -> bool {
        [&self.system, &self.user].iter().any(|section| section.contains("{{examples}}"))
    }

    /// Returns the messages for a text: that of the system, which may be empty, and that of the user.
    pub(super) fn messages(&self, labels: &LabelSet, examples: &[&ExamplePassage], text: &str) -> (String, String) {
        let values = [label_list(labels), labels.guidelines(false).to_owned(), example_list(examples), text.to_owned()];
        (fill(&self.system, &values), fill(&self.user, &values))
    }
}

/// Fills a template in one pass, so that a value which contains the name of a place stays as it is.
fn fill(template: &str, values: &[String; 4]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some(at) = rest.find("{{") {
        let (before, behind) = rest.split_at(at);
        filled.push_str(before);
        let place = PLACES.iter().zip(values).find(|(place, _)| behind.starts_with(**place));
        rest = match place {
            Some((place, value)) => {
                filled.push_str(value);
                behind.get(place.len()..).unwrap_or_default()
            }
            None => {
                filled.push_str("{{");
                behind.get(2..).unwrap_or_default()
            }
        };
    }
    filled.push_str(rest);
    filled.trim().to_owned()
}

/// The labels with their descriptions and examples, one a line.
fn label_list(labels: &LabelSet) -> String {
    let mut list = String::new();
    for def in labels.iter() {
        let _ = write!(list, "- {}: {}", def.label, def.description);
        if !def.examples.is_empty() {
            let _ = write!(list, " In brackets: {}", def.examples.join(" / "));
        }
        list.push('\n');
    }
    list.trim_end().to_owned()
}

fn example_list(examples: &[&ExamplePassage]) -> String {
    let shown = examples.iter().map(|example| format!("Text:\n{}\nAnswer:\n{}", example.text, example.answer));
    let shown = shown.collect::<Vec<_>>().join("\n\n");
    if shown.is_empty() { shown } else { format!("Examples of good answers:\n\n{shown}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prompt_has_labels_guidelines_examples_and_the_text() {
        let example = ExamplePassage { article: "a".into(), text: "زار سامي".into(), answer: "{}".into() };
        let (system, user) = Prompt::default().messages(&LabelSet::default(), &[&example], "نص {{labels}}");
        assert_eq!(user, "نص {{labels}}");
        for words in ["- PER: A person's name", "ب[سامي]", "proclitics", "Answer:\n{}", "one JSON object"] {
            assert!(system.contains(words), "{words}: {system}");
        }
        assert!(!system.contains("{{") && !system.contains("--prompt"), "{system}");
    }

    #[test]
    fn templates_of_users_are_checked() {
        let prompt: Prompt = "# mine\n=== user ===\nFind: {{text}} {x}".parse().unwrap();
        assert_eq!(prompt.messages(&LabelSet::default(), &[], "نص"), (String::new(), "Find: نص {x}".to_owned()));
        for (template, reason) in
            [("{{text}} {{label}}", "{{label}} is none of"), ("=== system ===\n{{text}}", "no"), ("", "{{text}}")]
        {
            let error = template.parse::<Prompt>().unwrap_err();
            assert!(error.contains(reason), "{template}: {error}");
        }
    }
}
