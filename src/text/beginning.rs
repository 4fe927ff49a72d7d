//! The beginning of some words, for messages.

/// Returns the first `code_points` code points of some words, with … behind them if something is left out.
///
/// ```
/// use tawsim::text::beginning;
/// assert_eq!(beginning("قال الوزير", 3), "قال…");
/// assert_eq!(beginning("قال", 3), "قال");
/// ```
#[must_use]
pub fn beginning(words: &str, code_points: usize) -> String {
    let mut head: String = words.chars().take(code_points).collect();
    if head.len() < words.len() {
        head.push('…');
    }
    head
}
