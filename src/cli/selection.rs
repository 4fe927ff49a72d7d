//! The flags that choose a layer and rename labels: `export`, `import` and `score` have them.

use clap::Args;

use crate::formats::{SeenLabels, Selection};
use crate::gold::Layer;

use super::messages::print_message;

/// So many labels are named in a warning.
const SHOWN: usize = 12;

#[derive(Args)]
pub(super) struct SelectionArgs {
    /// Only this layer [default: both]
    #[arg(long, value_enum)]
    layer: Option<Layer>,
    /// Rename a label, as FAC=LOC; FAC= leaves its entities out. May be repeated
    #[arg(long, value_name = "FROM=TO", value_parser = parse_renaming)]
    map: Vec<(String, Option<String>)>,
    /// The labels that were met. All selections of the verb share them.
    #[arg(skip)]
    seen: SeenLabels,
}

impl SelectionArgs {
    /// Articles in any state, with the chosen layer and labels.
    pub(super) fn selection(&self) -> Selection {
        Selection { done: false, layer: self.layer, map: self.map.clone(), seen: self.seen.clone() }
    }

    /// Warns of labels of `--map` that no entity had: they may be misspelt.
    pub(super) fn warn_unmatched(&self) {
        let selection = self.selection();
        let unmatched = selection.unmatched();
        if unmatched.is_empty() {
            return;
        }
        let seen = selection.seen.labels();
        let mut labels = seen.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
        if seen.len() > SHOWN {
            labels.push_str(", …");
        }
        let known = if seen.is_empty() { "there is no entity".to_owned() } else { format!("the labels are {labels}") };
        print_message(&format!("tawsim: warning: --map {}: no entity has this label; {known}", unmatched.join(", ")));
    }
}

/// `FROM=TO`, or `FROM=` for a label that is left out.
fn parse_renaming(word: &str) -> Result<(String, Option<String>), String> {
    match word.split_once('=') {
        Some((from, to)) if !from.is_empty() && !to.contains(char::is_whitespace) => {
            Ok((from.to_owned(), Some(to.to_owned()).filter(|to| !to.is_empty())))
        }
        _ => Err("write FROM=TO, such as FAC=LOC".to_owned()),
    }
}
