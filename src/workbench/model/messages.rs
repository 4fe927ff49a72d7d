//! Messages to the user.

/// A message to the user. It is shown until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The message; in Arabic with isolates around foreign words (see [`crate::lang`]).
    pub text: String,
    /// True for bad news.
    pub bad: bool,
}

/// Messages to the user.
#[derive(Debug, Default)]
pub(in crate::workbench) struct Messages {
    /// The message on the status line.
    pub(in crate::workbench) notice: Option<Notice>,
    /// The end of the notice that announces new suggestions, if it has one.
    pub(in crate::workbench) announced: Option<String>,
    /// Everything that went wrong with the input or outside, a message each.
    pub(in crate::workbench) problems: Vec<String>,
}

impl Messages {
    /// Adds the announcement of new suggestions to the message on the status line, or replaces an earlier one there. Bad news
    /// stays as it is.
    pub(in crate::workbench) fn announce(&mut self, words: String, between: &str) {
        let last = self.announced.take();
        let notice = self.notice.get_or_insert_with(|| Notice { text: String::new(), bad: false });
        if notice.bad {
            return;
        }
        let without = last.and_then(|last| notice.text.strip_suffix(last.as_str()));
        notice.text = match without.unwrap_or(&notice.text) {
            "" => words.clone(),
            before => format!("{}{between}{words}", before.strip_suffix(between).unwrap_or(before)),
        };
        self.announced = Some(words);
    }
}
