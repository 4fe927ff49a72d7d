//! Words in HTML.

/// Makes words safe as text and in attributes of HTML. A control character that HTML cannot hold becomes its picture
/// (U+2400 to U+2421).
///
/// ```
/// use tawsim::report::escape;
/// assert_eq!(escape("<b a='1'>&\0"), "&lt;b a=&#39;1&#39;&gt;&amp;␀");
/// ```
#[must_use]
pub fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + words.len() / 16);
    for c in words.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\r' => out.push_str("&#13;"),
            '\0'..='\x1f' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
            '\x7f' => out.push('\u{2421}'),
            '\u{80}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
