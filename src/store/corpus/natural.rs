//! The natural order of file names: `part-2` before `part-10`.

/// The sort key of a name. Runs of digits (Latin, Arabic-Indic, Persian) are compared by value and other characters by
/// their lower-case code points; numbers come before letters. Names that are equal so far are compared exactly.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NaturalKey {
    parts: Vec<KeyPart>,
    exact: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum KeyPart {
    /// The number of digits without leading zeros, and the digits.
    Number(usize, Vec<u32>),
    Letter(char),
}

impl NaturalKey {
    pub(crate) fn new(name: &str) -> Self {
        let mut parts = Vec::new();
        let mut in_number = false;
        for c in name.chars() {
            match (digit(c), parts.last_mut()) {
                (Some(digit), Some(KeyPart::Number(length, digits))) if in_number => {
                    if digit != 0 || *length > 0 {
                        digits.push(digit);
                        *length += 1;
                    }
                }
                (Some(0), _) => parts.push(KeyPart::Number(0, Vec::new())),
                (Some(digit), _) => parts.push(KeyPart::Number(1, vec![digit])),
                (None, _) => parts.extend(c.to_lowercase().map(KeyPart::Letter)),
            }
            in_number = digit(c).is_some();
        }
        Self { parts, exact: name.to_owned() }
    }
}

fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natural_order_compares_numbers_and_ignores_case() {
        let sorted = [
            "",
            "00",
            "2",
            "10",
            "a",
            "A1",
            "a2",
            "a2b",
            "a0003",
            "a010",
            "a10",
            "a11",
            "B",
            "خبر ٢",
            "خبر ١٠",
            "خبر ب",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by_cached_key(|name| NaturalKey::new(name));
        assert_eq!(names, sorted);
    }
}
