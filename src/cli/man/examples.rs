//! Examples of each verb, and what its exit statuses mean there.

/// The examples of one verb.
pub(in crate::cli) struct VerbExamples {
    pub(in crate::cli) verb: &'static str,
    /// The arguments of each example, and what it does.
    pub(in crate::cli) examples: &'static [(&'static [&'static str], &'static str)],
    /// The meaning of exit status 1.
    pub(super) status_one: &'static str,
}

impl VerbExamples {
    /// The examples as one types them in a shell.
    pub(in crate::cli) fn commands(&self) -> impl Iterator<Item = String> {
        self.examples.iter().map(|(arguments, _)| {
            let words: Vec<String> = arguments.iter().map(|argument| typed(argument)).collect();
            format!("tawsim {}", words.join(" "))
        })
    }
}

/// The examples of a verb.
pub(in crate::cli) fn examples_of(verb: &str) -> Option<&'static VerbExamples> {
    EXAMPLES.iter().find(|one| one.verb == verb)
}

/// A verb that has nothing to find.
const NEVER: &str = "does not occur";

/// The examples of all verbs. A test holds them to the flags that exist.
const EXAMPLES: &[VerbExamples] = &[
    VerbExamples {
        verb: "annotate",
        examples: &[
            (
                &["annotate", "news.jsonl", "--gold", "gold"],
                "Annotate articles; the verdicts are kept in the folder gold.",
            ),
            (
                &["annotate", "news", "--suggester", "fast", "--lang", "ar"],
                "With the fast suggester and an Arabic interface.",
            ),
            (
                &["annotate", "news.jsonl", "--order", "uncertain"],
                "Begin with the articles about which the suggester is least sure.",
            ),
            (
                &["annotate", "news.jsonl", "--suggester", "openai: qwen2.5:7b @ http://localhost:11434/v1"],
                "With the suggestions of a language model on this machine.",
            ),
        ],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "tutorial",
        examples: &[(&["tutorial", "--lang", "ar"], "Learn the keys in ten minutes, with an Arabic interface.")],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "suggest",
        examples: &[
            (&["suggest", "news.jsonl", "-o", "suggested.jsonl"], "Write a line with suggestions for each article."),
            (&["suggest", "news.jsonl", "--resume", "-o", "suggested.jsonl"], "Continue an interrupted run."),
            (
                &["suggest", "news.jsonl", "--suggester", "cmd: python3 ner.py", "--jobs", "8"],
                "Ask a program, eight articles at a time.",
            ),
        ],
        status_one: "articles could not be read, or a suggester left something out",
    },
    VerbExamples {
        verb: "show",
        examples: &[
            (&["show", "news.txt", "--width", "60"], "Print the page as lines of 60 columns."),
            (&["show", "news.jsonl", "--gold", "gold"], "With the annotation of a gold folder."),
        ],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "check",
        examples: &[
            (&["check", "gold"], "Check all gold files of a folder."),
            (&["check", "--fix", "gold"], "Repair what is certain."),
        ],
        status_one: "there are findings",
    },
    VerbExamples {
        verb: "export",
        examples: &[
            (&["export", "--to", "conll", "--layer", "entity", "-o", "train.conll", "gold"], "Write training data."),
            (
                &["export", "--to", "conll", "--layer", "entity", "--split", "80/10/10", "-o", "data", "gold"],
                "In three parts.",
            ),
        ],
        status_one: "the format cannot carry everything; the losses are counted",
    },
    VerbExamples {
        verb: "import",
        examples: &[(
            &["import", "--from", "conll", "-o", "gold.jsonl", "news.conll"],
            "Read the annotation of another tool as gold.",
        )],
        status_one: "something could not be carried; the losses are counted",
    },
    VerbExamples {
        verb: "convert",
        examples: &[(
            &["convert", "--from", "doccano", "--to", "conll", "labelled.jsonl", "--out", "labelled.conll"],
            "Turn the files of one tool into those of another.",
        )],
        status_one: "something could not be carried; the losses are counted",
    },
    VerbExamples {
        verb: "realign",
        examples: &[(&["realign", "gold/visit.json", "corrected.txt"], "Move annotations onto a corrected text.")],
        status_one: "something was lost; the losses are counted",
    },
    VerbExamples {
        verb: "labels",
        examples: &[(&["labels", "gold"], "Make a label set of the labels that gold has.")],
        status_one: "a label has white space, and is left out",
    },
    VerbExamples {
        verb: "score",
        examples: &[(&["score", "gold", "suggested.jsonl"], "Precision, recall and F1 of suggestions.")],
        status_one: "a score is below --min",
    },
    VerbExamples {
        verb: "assign",
        examples: &[
            (
                &["assign", "news.jsonl", "--annotators", "sara,ali", "--overlap", "20%", "-o", "work"],
                "Divide articles between two annotators; both get a fifth of them.",
            ),
            (
                &[
                    "assign",
                    "suggested.jsonl",
                    "--annotators",
                    "sara,ali",
                    "--blind",
                    "10%",
                    "--seeded-errors",
                    "5%",
                    "-o",
                    "work",
                ],
                "With articles that measure how much the suggestions anchor the annotators.",
            ),
        ],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "agree",
        examples: &[
            (&["agree", "gold-sara", "gold-ali"], "Print how well two annotators agree."),
            (
                &["agree", "gold-sara", "gold-ali", "--list", "--min", "α=0.8"],
                "List every difference, and require an α.",
            ),
        ],
        status_one: "a measure of --min is lower",
    },
    VerbExamples {
        verb: "adjudicate",
        examples: &[(
            &["adjudicate", "gold-sara", "gold-ali", "--gold", "gold-final", "--blind"],
            "Decide between annotators whose names are hidden.",
        )],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "merge",
        examples: &[(
            &["merge", "gold-sara", "gold-ali", "gold-huda", "--rule", "majority", "-o", "gold-final"],
            "Make one gold of what most annotators have.",
        )],
        status_one: "the rule leaves something pending",
    },
    VerbExamples {
        verb: "merge-driver",
        examples: &[(
            &["merge-driver", "%O", "%A", "%B", "%P"],
            "The command that Git runs: git config merge.tawsim.driver 'tawsim merge-driver %O %A %B %P'.",
        )],
        status_one: "the two sides differ, and both readings are pending",
    },
    VerbExamples {
        verb: "stats",
        examples: &[
            (&["stats", "gold"], "Count articles, spans, verdicts and time."),
            (&["stats", "gold", "--format", "csv"], "The same for a spreadsheet."),
            (
                &["stats", "gold-sara", "gold-ali", "--key", "work/key.jsonl"],
                "With the seeded errors of an assignment.",
            ),
        ],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "report",
        examples: &[
            (&["report", "gold", "-o", "report.html"], "Write a page to read, filter and print."),
            (
                &["report", "gold-sara", "gold-ali", "-o", "report.html"],
                "Show two annotators side by side, with their differences and agreement.",
            ),
        ],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "train",
        examples: &[
            (&["train", "gold", "-o", "news.tawsim"], "Train a model for --suggester."),
            (&["train", "gold", "--curve"], "Say whether more gold would make the model better."),
            (&["train", "gold", "--layer", "quote", "-o", "quotes.tawsim"], "Train the choices between quotes."),
        ],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "suggester-check",
        examples: &[(&["suggester-check", "cmd: python3 ner.py"], "Try a program with hard inputs.")],
        status_one: "something is wrong with its answers",
    },
    VerbExamples {
        verb: "completions",
        examples: &[
            (&["completions", "bash"], "Print the completions for bash."),
            (&["completions", "zsh"], "Print the completions for zsh."),
        ],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "man",
        examples: &[
            (&["man", "export"], "Show the manual page of export; into a pipe or a file goes its source."),
            (&["man", "--dir", "man"], "Write all pages into a folder, as `man/man1` and `man/man5`."),
        ],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "sample",
        examples: &[
            (&["sample"], "Open the workbench on the sample articles."),
            (&["sample", "--", "--lang", "ar"], "With an Arabic interface."),
        ],
        status_one: NEVER,
    },
    VerbExamples {
        verb: "doctor",
        examples: &[(&["doctor"], "See what this terminal can do.")],
        status_one: "something should be changed",
    },
    VerbExamples { verb: "licences", examples: &[(&["licences"], "Print the licences.")], status_one: NEVER },
];

/// An argument as one types it in a shell.
fn typed(argument: &str) -> String {
    let plain = argument.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:=,".contains(c));
    if plain { argument.to_owned() } else { format!("'{argument}'") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory as _, Parser as _};

    use crate::cli::Cli;

    #[test]
    fn every_verb_has_examples_that_it_understands() {
        let program = Cli::command();
        for verb in program.get_subcommands() {
            assert!(EXAMPLES.iter().any(|one| one.verb == verb.get_name()), "{} has no example", verb.get_name());
        }
        for verb in EXAMPLES {
            for (arguments, _) in verb.examples {
                let parsed = Cli::try_parse_from([&["tawsim"], *arguments].concat());
                assert!(parsed.is_ok(), "{arguments:?}: {}", parsed.err().unwrap());
                assert_eq!(arguments[0], verb.verb);
            }
        }
    }
}
