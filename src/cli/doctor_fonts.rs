//! Which fonts of this machine have the joined Arabic letters that tawsim sends, by `fc-list`.

use std::process::Command;

/// Joined letters of each kind: the middle form of ل, لا, the end form of ا, the middle form of ب, پ.
const FORMS: &str = ":charset=fee0 fefb fe8e fe92 fb56";
/// No more fonts are named.
const MOST: usize = 4;

/// The installed fonts that have the joined Arabic letters, and the advice if there is none.
pub(super) struct Fonts {
    pub(super) found: String,
    pub(super) advice: Option<String>,
}

impl Fonts {
    /// Asks `fc-list`. Through ssh the terminal has the fonts of another machine.
    pub(super) fn find(variable: impl Fn(&str) -> Option<String>) -> Self {
        let unknown = |why: &str| Self {
            found: format!("cannot be known: {why}; DejaVu Sans Mono and Unifont have the joined Arabic letters"),
            advice: None,
        };
        if ["SSH_CONNECTION", "SSH_TTY"].into_iter().any(|name| variable(name).is_some_and(|value| !value.is_empty())) {
            return unknown("the terminal is on the other side of ssh");
        }
        match (families(&format!("{FORMS}:spacing=100")), families(FORMS)) {
            (Some(even), Some(all)) => Self::of(&even, &all),
            _ => unknown("this machine has no fc-list, and programs cannot ask the terminal for its font"),
        }
    }

    /// `even` are the fonts with one width for all letters, `all` those with any.
    fn of(even: &[String], all: &[String]) -> Self {
        let advice = "install DejaVu Sans Mono (Debian: fonts-dejavu-core) or Unifont, and choose it in the terminal";
        if !even.is_empty() {
            let found = format!("with the joined Arabic letters in one width: {}; choose one of them", listed(even));
            return Self { found, advice: None };
        }
        let found = match all {
            [] => "no font of this machine has the joined Arabic letters".to_owned(),
            all => {
                format!("no font has the joined Arabic letters in one width; those of other widths: {}", listed(all))
            }
        };
        Self { found, advice: Some(advice.to_owned()) }
    }
}

fn listed(families: &[String]) -> String {
    let more = if families.len() > MOST { ", …" } else { "" };
    format!("{}{more}", families.iter().take(MOST).cloned().collect::<Vec<_>>().join(", "))
}

/// The families that fit a pattern; `None` without the program.
fn families(pattern: &str) -> Option<Vec<String>> {
    let output = Command::new("fc-list").args([pattern, "family"]).output().ok()?;
    output.status.success().then(|| read_families(&String::from_utf8_lossy(&output.stdout)))
}

/// Reads one line for each family: its names in several languages, of which the first is shown.
fn read_families(lines: &str) -> Vec<String> {
    let first = |line: &str| line.split(',').next().unwrap_or_default().trim().replace('\\', "");
    let mut families: Vec<String> = lines.lines().map(first).filter(|family| !family.is_empty()).collect();
    families.sort();
    families.dedup();
    families
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_with_one_width_are_named_and_others_are_not_enough() {
        let all =
            read_families("DejaVu Sans Mono\nAmiri,أميري\nDejaVu Sans Mono\nNoto Kufi Arabic,Noto Kufi Arabic Light\n");
        assert_eq!(all, ["Amiri", "DejaVu Sans Mono", "Noto Kufi Arabic"]);
        let good = Fonts::of(&["DejaVu Sans Mono".to_owned()], &all);
        assert!(good.found.contains("one width: DejaVu Sans Mono;") && good.advice.is_none());
        let poor = Fonts::of(&[], &all[..1]);
        assert!(poor.found.ends_with("of other widths: Amiri") && poor.advice.unwrap().contains("fonts-dejavu-core"));
        assert!(Fonts::of(&[], &[]).found.starts_with("no font of this machine"));
        let far = Fonts::find(|name| (name == "SSH_TTY").then(|| "/dev/pts/1".to_owned()));
        assert!(far.found.contains("ssh") && far.advice.is_none());
    }
}
