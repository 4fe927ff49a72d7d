//! The marks of the format `inline`.

use crate::gold::QuoteKind;

/// The beginning of the line that begins an article.
pub(super) const ARTICLE: &str = "===";

/// A mark: what the words inside it are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// An entity with its label.
    Entity(String),
    /// A part of the content of a frame.
    Content {
        /// The number of the frame.
        frame: usize,
        kind: QuoteKind,
        /// The number of the speaker; 0 for none.
        speaker: usize,
        implied: bool,
    },
    /// The cue of a frame, by its number.
    Cue(usize),
    /// A speaker, by its number.
    Speaker(usize),
}

/// The letter of a kind in a mark.
const KINDS: [(char, QuoteKind); 3] = [('d', QuoteKind::Direct), ('i', QuoteKind::Indirect), ('m', QuoteKind::Mixed)];

impl Mark {
    /// The text that opens the mark, with the space before the words.
    pub(super) fn opener(&self) -> String {
        match self {
            Self::Entity(label) => format!("[{label} "),
            Self::Content { frame, kind, speaker, implied } => {
                let letter = KINDS.iter().find(|(_, of)| of == kind).map_or('i', |(letter, _)| *letter);
                let implied = if *implied { "!" } else { "" };
                format!("{{c{frame}:{letter}:{speaker}{implied} ")
            }
            Self::Cue(frame) => format!("{{u{frame} "),
            Self::Speaker(number) => format!("{{s{number} "),
        }
    }

    /// The text that closes the mark.
    pub(super) const fn closer(&self) -> char {
        match self {
            Self::Entity(_) => ']',
            _ => '}',
        }
    }

    /// Reads the words between a bracket and the space after them: `PER` after `[`, `c1:d:1!` after `{`.
    ///
    /// # Errors
    /// The reason, and the remedy.
    pub(super) fn parse(bracket: char, words: &str) -> Result<Self, String> {
        if bracket == '[' {
            return if words.is_empty() || words.contains(['[', ']', '{', '}']) {
                Err(format!("[{words} is no entity; write [LABEL words], or \\[ for a bracket of the text"))
            } else {
                Ok(Self::Entity(words.to_owned()))
            };
        }
        let unknown = || {
            format!(
                "{{{words} is none of {{c1:d:1 words}}, {{u1 words}}, {{s1 words}}; correct it, or write \\{{ for a brace \
                 of the text"
            )
        };
        let mut letters = words.chars();
        let what = letters.next().ok_or_else(unknown)?;
        let rest = letters.as_str();
        let number = |digits: &str| digits.parse::<usize>().map_err(|_| unknown());
        match what {
            'u' => Ok(Self::Cue(number(rest)?)),
            's' => Ok(Self::Speaker(number(rest)?)),
            'c' => {
                let mut fields = rest.split(':');
                let (Some(frame), Some(letter), Some(speaker), None) =
                    (fields.next(), fields.next(), fields.next(), fields.next())
                else {
                    return Err(unknown());
                };
                let kind = KINDS.iter().find(|(of, _)| letter.len() == 1 && letter.starts_with(*of));
                let (_, kind) = kind.ok_or_else(unknown)?;
                let implied = speaker.ends_with('!');
                let speaker = number(speaker.strip_suffix('!').unwrap_or(speaker))?;
                Ok(Self::Content { frame: number(frame)?, kind: *kind, speaker, implied })
            }
            _ => Err(unknown()),
        }
    }
}
