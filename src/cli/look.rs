//! How text looks: the flags, the file that remembers them, and who of the two wins.

use std::ops::Range;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use toml::de::{DeTable, DeValue};

use crate::lang::Lang;
use crate::page;
use crate::store::{Problem, UserFolder};
use crate::view::Ground;
use crate::view::terminal::Bidi;

use super::out::talk;

/// What `--save-settings` remembers in `config.toml`, under the names of the flags.
#[derive(Args, Clone, Copy)]
pub(super) struct LookArgs {
    /// Who puts letters into visual order [default: auto]
    #[arg(long, value_enum)]
    bidi: Option<BidiArg>,
    /// Base direction of paragraphs [default: auto]
    #[arg(long, value_enum)]
    base: Option<BaseArg>,
    /// What letters are drawn with [default: forms]
    #[arg(long, value_enum)]
    shape: Option<ShapeArg>,
    /// Tashkeel [default: keep]
    #[arg(long, value_enum)]
    marks: Option<MarksArg>,
    /// What the terminal draws on [default: auto]
    #[arg(long, value_enum)]
    theme: Option<ThemeArg>,
    /// What the workbench speaks [default: auto]
    #[arg(long, value_enum)]
    lang: Option<LangArg>,
    /// Remember --bidi, --base, --shape, --marks, --theme and --lang as given now in the user's config.toml
    #[arg(long)]
    pub(super) save_settings: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum BidiArg {
    /// tawsim; the terminal's own reordering is switched off meanwhile
    Auto,
    /// tawsim; no switch is sent
    App,
    /// As app, with U+200E behind each letter: for terminals that reorder and have no switch
    #[value(name = "app+lrm")]
    AppLrm,
    /// Nobody here: lines are sent as they stand in the text, for whatever orders them behind us
    Off,
}

#[derive(Clone, Copy, ValueEnum)]
enum BaseArg {
    /// By the first strong character of each paragraph
    Auto,
    /// Right to left
    Rtl,
    /// Left to right
    Ltr,
}

#[derive(Clone, Copy, ValueEnum)]
enum ShapeArg {
    /// Joined presentation forms
    Forms,
    /// Base letters, for terminals that join them
    Base,
}

#[derive(Clone, Copy, ValueEnum)]
enum MarksArg {
    /// Drawn
    Keep,
    /// Left away, for terminals that misplace them
    Hide,
}

#[derive(Clone, Copy, ValueEnum)]
enum ThemeArg {
    /// As the terminal says
    Auto,
    /// Light letters on a dark ground
    Dark,
    /// Dark letters on a light ground
    Light,
}

#[derive(Clone, Copy, ValueEnum)]
enum LangArg {
    /// Arabic where the locale is Arabic, else English
    Auto,
    /// English
    En,
    /// Arabic, from right to left
    Ar,
}

/// How text looks, everything decided.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) bidi: Bidi,
    pub(super) page: page::PageOptions,
    /// `None`: as the terminal says.
    pub(super) ground: Option<Ground>,
    /// What the workbench speaks; `None`: as the locale says.
    pub(super) lang: Option<Lang>,
}

impl Look {
    /// What the workbench speaks.
    pub(super) fn lang(self) -> Lang {
        let set = || Lang::of_environment(|name| std::env::var(name).ok());
        self.lang.or_else(set).or_else(|| system_locale().map(|name| Lang::of_locale(&name))).unwrap_or_default()
    }
}

/// The user's language as the system knows it, where no shell need have said it.
#[cfg(any(windows, target_os = "macos"))]
fn system_locale() -> Option<String> {
    sys_locale::get_locale()
}

/// Elsewhere the environment is where it stands.
#[cfg(not(any(windows, target_os = "macos")))]
const fn system_locale() -> Option<String> {
    None
}

/// The settings by their names in the file.
const NAMES: [&str; 6] = ["bidi", "base", "shape", "marks", "theme", "lang"];

impl LookArgs {
    /// The flags, and where there is none, what the file says. Saves the flags first if that is asked for.
    pub(super) fn decide(mut self) -> anyhow::Result<Look> {
        let user = UserFolder::find();
        if self.save_settings {
            self.save(user.as_ref())?;
        }
        if let Some(user) = user {
            let file = user.read_settings()?;
            self.fill(&file).map_err(|fault| fault.problem(&user, &file))?;
        }
        Ok(self.look())
    }

    fn save(self, user: Option<&UserFolder>) -> anyhow::Result<()> {
        if self.names().iter().all(Option::is_none) {
            bail!(
                "--save-settings has nothing to save: give --bidi, --base, --shape, --marks, --theme or --lang with it"
            );
        }
        let user = user.context("--save-settings: you have no home folder to save them in")?;
        let file = user.read_settings()?;
        let file = self.written(&file).map_err(|fault| fault.problem(user, &file))?;
        user.write_settings(&file)?;
        let path = Problem::new(user.settings_path(), None, "settings saved");
        talk(&format!("tawsim: {path}"));
        Ok(())
    }

    /// The values given, in the order of [`NAMES`].
    fn names(self) -> [Option<String>; 6] {
        let Self { bidi, base, shape, marks, theme, lang, save_settings: _ } = self;
        [name(bidi), name(base), name(shape), name(marks), name(theme), name(lang)]
    }

    /// Takes from a file what no flag says.
    fn fill(&mut self, file: &str) -> Result<(), Fault> {
        for Entry { key, value, range } in entries(file)? {
            let fault = |known: String| Fault { range, what: format!("{key} = {value:?} is unknown; use {known}") };
            match key {
                "bidi" => fill(&mut self.bidi, &value).map_err(fault)?,
                "base" => fill(&mut self.base, &value).map_err(fault)?,
                "shape" => fill(&mut self.shape, &value).map_err(fault)?,
                "marks" => fill(&mut self.marks, &value).map_err(fault)?,
                "theme" => fill(&mut self.theme, &value).map_err(fault)?,
                _ => fill(&mut self.lang, &value).map_err(fault)?,
            }
        }
        Ok(())
    }

    /// A file with the given values in it: they replace the old ones where these stand, so that comments stay, or
    /// follow at the end.
    fn written(self, file: &str) -> Result<String, Fault> {
        // What is wrong in the file is for its owner to mend, not to be written over.
        Self { bidi: None, base: None, shape: None, marks: None, theme: None, lang: None, save_settings: false }
            .fill(file)?;
        let mut entries = entries(file)?;
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.range.start));
        let mut written = file.to_owned();
        let given = || NAMES.into_iter().zip(self.names()).filter_map(|(key, value)| Some((key, value?)));
        for Entry { key, range, .. } in &entries {
            if let Some((_, value)) = given().find(|(given, _)| given == key) {
                written.replace_range(range.clone(), &format!("\"{value}\""));
            }
        }
        if !written.is_empty() && !written.ends_with('\n') {
            written.push('\n');
        }
        for (key, value) in given().filter(|(key, _)| entries.iter().all(|entry| entry.key != *key)) {
            written.push_str(&format!("{key} = \"{value}\"\n"));
        }
        Ok(written)
    }

    fn look(self) -> Look {
        Look {
            bidi: self.bidi.map_or(Bidi::default(), |bidi| match bidi {
                BidiArg::Auto => Bidi::Auto,
                BidiArg::App => Bidi::App,
                BidiArg::AppLrm => Bidi::AppWithMarks,
                BidiArg::Off => Bidi::Off,
            }),
            page: page::PageOptions {
                base: self.base.map_or(page::BaseDirection::default(), |base| match base {
                    BaseArg::Auto => page::BaseDirection::Auto,
                    BaseArg::Rtl => page::BaseDirection::Rtl,
                    BaseArg::Ltr => page::BaseDirection::Ltr,
                }),
                order: match self.bidi {
                    Some(BidiArg::Off) => page::Order::Logical,
                    _ => page::Order::Visual,
                },
                shape: self.shape.map_or(page::Shape::default(), |shape| match shape {
                    ShapeArg::Forms => page::Shape::Forms,
                    ShapeArg::Base => page::Shape::Base,
                }),
                diacritics: self.marks.map_or(page::DiacriticsView::default(), |marks| match marks {
                    MarksArg::Keep => page::DiacriticsView::Keep,
                    MarksArg::Hide => page::DiacriticsView::Hide,
                }),
            },
            ground: self.theme.and_then(|theme| match theme {
                ThemeArg::Auto => None,
                ThemeArg::Dark => Some(Ground::Dark),
                ThemeArg::Light => Some(Ground::Light),
            }),
            lang: self.lang.and_then(|lang| match lang {
                LangArg::Auto => None,
                LangArg::En => Some(Lang::En),
                LangArg::Ar => Some(Lang::Ar),
            }),
        }
    }
}

fn name<T: ValueEnum>(value: Option<T>) -> Option<String> {
    value?.to_possible_value().map(|value| value.get_name().to_owned())
}

/// Sets what no flag has set; the error names the values that there are.
fn fill<T: ValueEnum>(value: &mut Option<T>, name: &str) -> Result<(), String> {
    let found = T::from_str(name, false).map_err(|_| {
        let known = T::value_variants().iter().filter_map(T::to_possible_value);
        known.map(|value| value.get_name().to_owned()).collect::<Vec<_>>().join(", ")
    })?;
    value.get_or_insert(found);
    Ok(())
}

/// A setting in the file: its key, one of [`NAMES`], and its value, with the bytes where that stands.
struct Entry {
    key: &'static str,
    value: String,
    range: Range<usize>,
}

/// What is wrong with the file, and where.
#[derive(Debug)]
struct Fault {
    range: Range<usize>,
    what: String,
}

impl Fault {
    fn problem(self, user: &UserFolder, file: &str) -> Problem {
        let before = file.get(..self.range.start).unwrap_or(file);
        let line = Some(1 + before.bytes().filter(|byte| *byte == b'\n').count());
        Problem::new(user.settings_path(), line, self.what)
    }
}

fn entries(file: &str) -> Result<Vec<Entry>, Fault> {
    let table = DeTable::parse(file).map_err(|error| Fault {
        range: error.span().unwrap_or_default(),
        what: format!("is no TOML: {}", error.message()),
    })?;
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let found: &std::borrow::Cow<'_, str> = key.get_ref();
        let Some(known) = NAMES.into_iter().find(|name| name == found) else {
            let what = format!("{found:?} is no setting; there are {}", NAMES.join(", "));
            return Err(Fault { range: key.span(), what });
        };
        match value.get_ref() {
            DeValue::String(text) => Ok(Entry { key: known, value: text.to_string(), range: value.span() }),
            _ => Err(Fault { range: value.span(), what: format!("{known} must be a string in quotes") }),
        }
    };
    table.get_ref().iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Flags {
        #[command(flatten)]
        look: LookArgs,
    }

    fn flags(words: &str) -> LookArgs {
        Flags::parse_from(std::iter::once("tawsim").chain(words.split_whitespace())).look
    }

    #[test]
    fn flags_win_over_the_file() {
        let mut look = flags("--marks hide");
        look.fill("bidi = \"app+lrm\"\nmarks = 'keep'\nbase = \"rtl\"").unwrap();
        let look = look.look();
        assert_eq!(look.bidi, Bidi::AppWithMarks);
        assert_eq!((look.page.diacritics, look.page.base), (page::DiacriticsView::Hide, page::BaseDirection::Rtl));
        assert_eq!(look.page.shape, page::Shape::Forms);
    }

    #[test]
    fn what_is_written_is_read_and_comments_stay() {
        let all = "--bidi app+lrm --base ltr --shape base --marks hide --lang ar";
        for (file, words, expected) in [
            ("", "--bidi app", "bidi = \"app\"\n"),
            (
                "# mine\nbidi = 'auto' # why\nmarks=\"keep\"",
                "--bidi app",
                "# mine\nbidi = \"app\" # why\nmarks=\"keep\"\n",
            ),
            (
                "marks = \"keep\"\nbidi = \"auto\"\n",
                all,
                "marks = \"hide\"\nbidi = \"app+lrm\"\nbase = \"ltr\"\nshape = \"base\"\nlang = \"ar\"\n",
            ),
        ] {
            let written = flags(words).written(file).unwrap();
            assert_eq!(written, expected);
            let mut read = flags("");
            read.fill(&written).unwrap();
            assert_eq!(flags(words).written(&written).unwrap(), written);
            if words == all {
                assert_eq!(read.names(), flags(all).names());
            }
        }
    }

    #[test]
    fn faults_name_key_and_place() {
        for (file, at, what) in [
            (
                "marks = \"keep\"\nmraks = \"hide\"",
                15,
                "\"mraks\" is no setting; there are bidi, base, shape, marks, theme, lang",
            ),
            ("bidi = \"on\"", 7, "bidi = \"on\" is unknown; use auto, app, app+lrm"),
            ("base = 3", 7, "base must be a string in quotes"),
            ("[page]\nbase = \"rtl\"", 1, "\"page\" is no setting"),
            ("base = ", 7, "is no TOML: "),
        ] {
            let fault = flags("").fill(file).unwrap_err();
            assert!(fault.what.starts_with(what), "{file}: {}", fault.what);
            assert_eq!(fault.range.start, at, "{file}");
            assert!(flags("--bidi app").written(file).is_err(), "a faulty file is not written over");
        }
    }
}
