//! The flags that choose a layer and rename labels: `export`, `import` and `score` have them.

use clap::Args;

use crate::formats::Selection;
use crate::gold::Layer;

#[derive(Args)]
pub(super) struct SelectionArgs {
    /// Only this layer [default: both]
    #[arg(long, value_enum)]
    layer: Option<Layer>,
    /// Rename a label, as FAC=LOC; FAC= leaves its entities out. May be repeated
    #[arg(long, value_name = "FROM=TO", value_parser = parse_renaming)]
    map: Vec<(String, Option<String>)>,
}

impl SelectionArgs {
    /// Articles in any state, with the chosen layer and labels.
    pub(super) fn selection(&self) -> Selection {
        Selection { done: false, layer: self.layer, map: self.map.clone() }
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
