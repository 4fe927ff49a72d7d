//! The flags that say how text is displayed, and the file that remembers them.
//!
//! The user's `config.toml` has one setting for each flag, under the same name and with the same values. A flag wins over
//! the file. `--save-settings` writes the given flags into the file; comments and the order of lines are kept.

use std::ops::Range;

use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Command, FromArgMatches, ValueEnum};
use toml_edit::{Document, Item};

use crate::lang::Lang;
use crate::page::{BaseDirection, DiacriticsView, Order, PageOptions, Shape};
use crate::store::{Problem, UserFolder};
use crate::view::Background;
use crate::view::terminal::Bidi;

use super::messages::print_message;

/// A choice of the user. `None` stands for "auto": tawsim finds the value out.
type Choice<T> = Option<T>;

/// The flags. A field is `None` where no flag is given.
#[derive(Args, Debug, Clone, Copy)]
pub(super) struct DisplayArgs {
    /// Which program puts letters into visual order [default: auto]
    #[arg(long, value_enum)]
    bidi: Option<Bidi>,
    /// Base direction of paragraphs [default: auto]
    #[arg(long, value_enum)]
    base: Option<BaseDirection>,
    /// Which characters draw the letters [default: forms]
    #[arg(long, value_enum)]
    shape: Option<Shape>,
    /// Diacritics (tashkeel) [default: keep]
    #[arg(long, value_enum)]
    marks: Option<DiacriticsView>,
    /// Colours for a dark or a light background [default: auto]
    #[arg(long, value_parser = auto_or::<Background>("As the terminal reports"))]
    theme: Option<Choice<Background>>,
    /// Language of the workbench [default: auto]
    #[arg(long, value_parser = auto_or::<Lang>("Arabic where the locale is Arabic, else English"))]
    lang: Option<Choice<Lang>>,
    /// Save the given --bidi, --base, --shape, --marks, --theme and --lang in the user's config.toml
    #[arg(long)]
    pub(super) save_settings: bool,
}

/// The names of the settings: the flags that `config.toml` remembers.
const SETTINGS: [&str; 6] = ["bidi", "base", "shape", "marks", "theme", "lang"];

/// "auto", or a value of `T`.
fn auto_or<T: ValueEnum + Clone + Send + Sync + 'static>(
    help: &'static str,
) -> impl TypedValueParser<Value = Choice<T>> {
    let values = T::value_variants().iter().filter_map(T::to_possible_value);
    let values = std::iter::once(PossibleValue::new(AUTO).help(help)).chain(values);
    PossibleValuesParser::new(values.collect::<Vec<_>>()).map(|word| T::from_str(&word, false).ok())
}

const AUTO: &str = "auto";

/// The display of text, after flags, file and defaults.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DisplayOptions {
    pub(super) bidi: Bidi,
    pub(super) page: PageOptions,
    /// `None`: as the terminal reports.
    pub(super) background: Option<Background>,
    lang: Option<Lang>,
}

impl DisplayOptions {
    /// The language of the workbench: the chosen one, else that of the locale.
    pub(super) fn lang(self) -> Lang {
        let of_environment = || Lang::of_environment(|name| std::env::var(name).ok());
        let of_system = || system_locale().map(|name| Lang::of_locale(&name));
        self.lang.or_else(of_environment).or_else(of_system).unwrap_or_default()
    }
}

/// The locale that the system reports where no environment variable names one.
#[cfg(any(windows, target_os = "macos"))]
fn system_locale() -> Option<String> {
    sys_locale::get_locale()
}

/// On other systems only the environment names the locale.
#[cfg(not(any(windows, target_os = "macos")))]
const fn system_locale() -> Option<String> {
    None
}

impl DisplayArgs {
    /// Saves the flags if `--save-settings` asks for it, then fills what no flag says from the user's file.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds a mistake.
    pub(super) fn resolve(self) -> anyhow::Result<DisplayOptions> {
        let user = UserFolder::find();
        if self.save_settings {
            self.save(user.as_ref())?;
        }
        let Some(user) = user else { return Ok(self.options()) };
        let file = user.read_settings()?;
        let settings = Self::of_file(&file).map_err(|mistake| mistake.problem(&user, &file))?;
        Ok(self.or(settings).options())
    }

    fn save(self, user: Option<&UserFolder>) -> anyhow::Result<()> {
        if self.values().iter().all(Option::is_none) {
            bail!("--save-settings has nothing to save: give --bidi, --base, --shape, --marks, --theme or --lang too");
        }
        let user = user.context("--save-settings: you have no home folder to save them in")?;
        let file = user.read_settings()?;
        let file = self.written_into(&file).map_err(|mistake| mistake.problem(user, &file))?;
        user.write_settings(&file)?;
        print_message(&format!("tawsim: {}", Problem::new(user.settings_path(), None, "settings saved")));
        Ok(())
    }

    /// The names of the given values, in the order of [`SETTINGS`].
    fn values(self) -> [Option<String>; 6] {
        let Self { bidi, base, shape, marks, theme, lang, save_settings: _ } = self;
        let theme = theme.map(|theme| value_name(theme).unwrap_or_else(|| AUTO.to_owned()));
        let lang = lang.map(|lang| value_name(lang).unwrap_or_else(|| AUTO.to_owned()));
        [value_name(bidi), value_name(base), value_name(shape), value_name(marks), theme, lang]
    }

    /// These values, and those of `other` where there is none.
    fn or(self, other: Self) -> Self {
        Self {
            bidi: self.bidi.or(other.bidi),
            base: self.base.or(other.base),
            shape: self.shape.or(other.shape),
            marks: self.marks.or(other.marks),
            theme: self.theme.or(other.theme),
            lang: self.lang.or(other.lang),
            save_settings: self.save_settings,
        }
    }

    /// Reads a settings file. Each setting is parsed as the flag of the same name.
    fn of_file(file: &str) -> Result<Self, SettingsMistake> {
        let flags = Self::augment_args(Command::new("config.toml").no_binary_name(true));
        let document = parse(file)?;
        let mut words = Vec::new();
        for (name, item) in document.iter() {
            let mistake = |span: Option<Range<usize>>, what| SettingsMistake { range: span.unwrap_or_default(), what };
            let known = SETTINGS.contains(&name);
            let Some(flag) = flags.get_arguments().find(|flag| known && flag.get_long() == Some(name)) else {
                let span = document.get_key_value(name).and_then(|(key, _)| key.span());
                let what = format!("{name:?} is not a setting; the settings are {}", SETTINGS.join(", "));
                return Err(mistake(span, what));
            };
            let Some(value) = item.as_str() else {
                return Err(mistake(item.span(), format!("{name} must be a string in quotes")));
            };
            let values = flag.get_possible_values();
            if values.iter().all(|possible| !possible.matches(value, false)) {
                let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
                let what = format!("{name} = {value:?} is not a value of {name}; use {}", values.join(", "));
                return Err(mistake(item.span(), what));
            }
            words.push(format!("--{name}={value}"));
        }
        let of_clap = |error: clap::Error| SettingsMistake { range: 0..0, what: error.to_string() };
        let matches = flags.try_get_matches_from(words).map_err(of_clap)?;
        Self::from_arg_matches(&matches).map_err(of_clap)
    }

    /// A settings file with the given values in it. A file with a mistake is not changed: the user must correct it.
    fn written_into(self, file: &str) -> Result<String, SettingsMistake> {
        Self::of_file(file)?;
        let mut document = parse(file)?.into_mut();
        for (name, value) in SETTINGS.into_iter().zip(self.values()) {
            let Some(value) = value else { continue };
            match document.get_mut(name).and_then(Item::as_value_mut) {
                // White space and comments around the old value stay.
                Some(old) => {
                    let around = old.decor().clone();
                    *old = value.into();
                    *old.decor_mut() = around;
                }
                None => document[name] = toml_edit::value(value),
            }
        }
        Ok(document.to_string())
    }

    fn options(self) -> DisplayOptions {
        let bidi = self.bidi.unwrap_or_default();
        DisplayOptions {
            bidi,
            page: PageOptions {
                base: self.base.unwrap_or_default(),
                order: if bidi == Bidi::Off { Order::Logical } else { Order::Visual },
                shape: self.shape.unwrap_or_default(),
                diacritics: self.marks.unwrap_or_default(),
            },
            background: self.theme.flatten(),
            lang: self.lang.flatten(),
        }
    }
}

fn value_name<T: ValueEnum>(value: Option<T>) -> Option<String> {
    value?.to_possible_value().map(|value| value.get_name().to_owned())
}

/// A mistake in the settings file.
#[derive(Debug)]
struct SettingsMistake {
    /// Its place, in bytes.
    range: Range<usize>,
    what: String,
}

impl SettingsMistake {
    fn problem(self, user: &UserFolder, file: &str) -> Problem {
        let before = file.get(..self.range.start).unwrap_or(file);
        let line = Some(1 + before.bytes().filter(|byte| *byte == b'\n').count());
        Problem::new(user.settings_path(), line, self.what)
    }
}

fn parse(file: &str) -> Result<Document<&str>, SettingsMistake> {
    Document::parse(file).map_err(|error| SettingsMistake {
        range: error.span().unwrap_or_default(),
        what: format!("is not TOML: {}", error.message()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Flags {
        #[command(flatten)]
        display: DisplayArgs,
    }

    fn flags(words: &str) -> DisplayArgs {
        Flags::parse_from(std::iter::once("tawsim").chain(words.split_whitespace())).display
    }

    #[test]
    fn flags_override_the_settings_file() {
        let file = DisplayArgs::of_file("bidi = \"app+lrm\"\nmarks = 'keep'\nbase = \"rtl\"").unwrap();
        let options = flags("--marks hide").or(file).options();
        assert_eq!(options.bidi, Bidi::AppWithLrm);
        assert_eq!((options.page.diacritics, options.page.base), (DiacriticsView::Hide, BaseDirection::Rtl));
        assert_eq!(options.page.shape, Shape::Forms);
    }

    #[test]
    fn written_settings_are_read_and_comments_stay() {
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
            let written = flags(words).written_into(file).unwrap();
            assert_eq!(written, expected);
            let read = DisplayArgs::of_file(&written).unwrap();
            assert_eq!(flags(words).written_into(&written).unwrap(), written);
            if words == all {
                assert_eq!(read.values(), flags(all).values());
            }
        }
    }

    #[test]
    fn errors_name_the_key_and_the_line() {
        for (file, at, what) in [
            (
                "marks = \"keep\"\nmraks = \"hide\"",
                15,
                "\"mraks\" is not a setting; the settings are bidi, base, shape, marks, theme, lang",
            ),
            ("bidi = \"on\"", 7, "bidi = \"on\" is not a value of bidi; use auto, app, app+lrm"),
            ("base = 3", 7, "base must be a string in quotes"),
            ("[page]\nbase = \"rtl\"", 1, "\"page\" is not a setting"),
            ("base = ", 7, "is not TOML: "),
        ] {
            let mistake = DisplayArgs::of_file(file).unwrap_err();
            assert!(mistake.what.starts_with(what), "{file}: {}", mistake.what);
            assert_eq!(mistake.range.start, at, "{file}");
            assert!(flags("--bidi app").written_into(file).is_err(), "a file with a mistake is not overwritten");
        }
    }
}
