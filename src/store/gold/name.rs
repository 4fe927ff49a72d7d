//! Article ids as file names: readable, unique and valid on every system.

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc, is_nfc_quick};

/// The most bytes of a stem. File systems allow 255 bytes (Linux) or UTF-16 units for a name; the rest is for endings
/// such as `.conflict-N.json`.
const LONGEST: usize = 200;

/// Names that mean a device on Windows, with any extension (Microsoft, "Naming Files, Paths, and Namespaces").
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// The file name of an article, without its extension.
///
/// Letters and digits of any script, `-`, `_`, `.` and spaces stay. Every other character is written `%XX` for each byte
/// of its UTF-8; so is `%` itself, which makes the name reversible. These are written `%XX` too:
///
/// - a dot or a space at the beginning or the end;
/// - the first letter of a Windows device name;
/// - the dot of a final `.conflict-N`, because conflict files have such names;
/// - in an id that is not in NFC, the characters that normalisation would change. So every name is in NFC, and file
///   systems that normalise keep the names apart.
///
/// A name longer than 200 bytes is cut; it ends in `~` and a hash of the whole id.
///
/// ```
/// use tawsim::store::file_stem;
/// assert_eq!(file_stem("قمّة المياه ٢"), "قمّة المياه ٢");
/// assert_eq!(file_stem("a/b"), "a%2Fb");
/// ```
///
/// Letter case stays, because names should be readable. On a file system that ignores case, two ids that differ only in
/// case share a file, and [`GoldFolder`](crate::store::GoldFolder) notices by the id in the file that it belongs to the other one.
#[must_use]
pub fn file_stem(id: &str) -> String {
    if id.is_empty() {
        return "%".to_owned();
    }
    let normal = is_nfc(id);
    let last = id.char_indices().next_back().map_or(0, |(index, _)| index);
    let conflict = conflict_dot(id);
    let device = is_device(id);
    let mut name = String::with_capacity(id.len());
    for (index, c) in id.char_indices() {
        let edge = index == 0 || index == last;
        let plain = match c {
            '.' | ' ' => !edge && conflict != Some(index),
            '-' | '_' => true,
            _ => c.is_alphanumeric() && (normal || is_stable(c)) && !(device && index == 0),
        };
        if plain {
            name.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(name, "%{byte:02X}");
            }
        }
    }
    if name.len() <= LONGEST { name } else { shorten(&name, id) }
}

/// True for a conflict file: the version of an article that could not be written because another program had changed the
/// gold file (`ID.conflict-1.json`).
#[must_use]
pub fn is_conflict_file(path: &Path) -> bool {
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    is_json && path.file_stem().is_some_and(|stem| conflict_dot(&stem.to_string_lossy()).is_some())
}

/// The file name of a path in the gold folder, as a part of a message or of another name.
pub(crate) fn file_name_of(path: &Path) -> String {
    debug_assert!(path.file_name().is_some(), "files of a gold folder have names");
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn shorten(name: &str, id: &str) -> String {
    let hash: String = Sha256::digest(id.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let mut end = LONGEST - hash.len() - 1;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}~{hash}", name.get(..end).unwrap_or_default())
}

/// Returns true if normalisation never changes the character, whatever its neighbours are.
fn is_stable(c: char) -> bool {
    canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

/// The byte offset of the dot of a final `.conflict-N`.
fn conflict_dot(id: &str) -> Option<usize> {
    let (dot, _) = id.rmatch_indices('.').next()?;
    let tail = id.get(dot + 1..)?.to_ascii_lowercase();
    let number = tail.strip_prefix("conflict-")?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(dot)
}

fn is_device(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    if DEVICES.contains(&stem.as_str()) {
        return true;
    }
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")).unwrap_or_default();
    let mut number = number.chars();
    matches!((number.next(), number.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn file_names_are_readable_and_portable() {
        for (id, expected) in [
            ("mali-resort", "mali-resort"),
            ("BBC_2026.01 a", "BBC_2026.01 a"),
            ("قمّة المياه ٢", "قمّة المياه ٢"),
            // Shadda before fatha, as one types them; NFC would swap them.
            ("عربي\u{651}\u{64e}ة", "عربي%D9%91%D9%8Eة"),
            ("../../x", "%2E.%2F..%2Fx"),
            ("/etc/passwd", "%2Fetc%2Fpasswd"),
            ("a/b\\c", "a%2Fb%5Cc"),
            ("C:x", "C%3Ax"),
            (".", "%2E"),
            ("..", "%2E%2E"),
            (".hidden", "%2Ehidden"),
            (" a ", "%20a%20"),
            ("a...", "a..%2E"),
            ("100%", "100%25"),
            ("a\0\u{1b}\u{202e}", "a%00%1B%E2%80%AE"),
            ("CON", "%43ON"),
            ("nul.txt", "%6Eul.txt"),
            ("aux .x", "%61ux .x"),
            ("Com7", "%43om7"),
            ("lpt¹", "%6Cpt¹"),
            ("COM77", "COM77"),
            ("console", "console"),
            ("a.conflict-1", "a%2Econflict-1"),
            ("a.conflict-1.b", "a.conflict-1.b"),
            ("e\u{301}", "e%CC%81"),
            ("\u{e9}", "\u{e9}"),
            ("\u{1100}\u{1161}", "\u{1100}%E1%85%A1"),
            ("", "%"),
        ] {
            assert_eq!(file_stem(id), expected, "{id:?}");
        }
    }

    #[test]
    fn long_ids_get_different_names() {
        let long = "قصة ".repeat(100);
        let (first, second) = (file_stem(&format!("{long}1")), file_stem(&format!("{long}2")));
        assert_ne!(first, second);
        assert!(first.len() <= LONGEST && first.starts_with("قصة قصة"), "{first}");
        assert_eq!(file_stem(&"x".repeat(LONGEST)), "x".repeat(LONGEST));
    }

    /// Ids that are likely to make trouble.
    fn id() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[./\\\\ %A2E~:a]{0,6}",
            "(con|NUL|com|lpt)[1-9]?[. ]{0,2}[a-b]?",
            "[a\u{e9}e\u{301}\u{651}\u{64e}\u{1100}\u{1161}\u{ac00}\u{212b}\u{fb4f}-]{0,6}",
            "a?\\.?conflict-?[0-9]?",
            "[xق/]{190,260}",
        ]
    }

    fn read_back(name: &str) -> Option<String> {
        let mut bytes = Vec::new();
        let mut rest = name.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let pair = [rest.next()?, rest.next()?];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn a_name_is_one_valid_path_component(id in id()) {
            let name = file_stem(&id);
            prop_assert!(!name.is_empty() && name.len() <= LONGEST);
            let unfit = |c: char| c.is_control() || "<>:\"/\\|?*".contains(c);
            prop_assert!(!name.contains(unfit), "{name}");
            prop_assert!(!name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']), "{name}");
            prop_assert!(!is_device(&name) && conflict_dot(&name).is_none(), "{name}");
            prop_assert!(is_nfc(&name), "{name}");
            let path = std::path::Path::new("gold").join(format!("{name}.json"));
            prop_assert_eq!(path.parent(), Some(std::path::Path::new("gold")));
        }

        #[test]
        fn different_ids_have_different_names(id in id(), other in id()) {
            let name = file_stem(&id);
            if !name.contains('~') && !id.is_empty() {
                let back = read_back(&name);
                prop_assert_eq!(back.as_deref(), Some(id.as_str()));
            }
            // Equivalent ids, as a normalising file system would see them, get names that it keeps apart.
            let kin = [id.clone(), other, id.nfc().collect(), id.nfd().collect()];
            let ids: HashSet<&String> = kin.iter().collect();
            let names: HashSet<String> = ids.iter().map(|id| file_stem(id).nfd().collect()).collect();
            prop_assert_eq!(names.len(), ids.len());
        }
    }
}
