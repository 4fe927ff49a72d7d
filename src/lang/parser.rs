//! Translates the messages of the JSON parser into Arabic. The parser itself has only English messages.

use super::{Lang, Rendered, isolated};

/// Messages without arguments, in English and in Arabic.
const WHOLE: &[(&str, &str)] = &[
    ("EOF while parsing a list", "انتهى قبل أن تكتمل قائمة"),
    ("EOF while parsing an object", "انتهى قبل أن يكتمل كائن"),
    ("EOF while parsing a string", "انتهى قبل أن تكتمل سلسلة"),
    ("EOF while parsing a value", "انتهى قبل أن تكتمل قيمة"),
    ("expected ident", "المنتظر قيمة معروفة"),
    ("expected value", "المنتظر قيمة"),
    ("invalid escape", "تسلسل هروب غير صحيح"),
    ("invalid number", "عدد غير صحيح"),
    ("number out of range", "عدد خارج المجال"),
    ("invalid unicode code point", "رمز يونيكود غير صحيح"),
    ("control character (\\u0000-\\u001F) found while parsing a string", "محرف تحكم داخل سلسلة"),
    ("key must be a string", "المفتاح يجب أن يكون سلسلة"),
    ("lone leading surrogate in hex escape", "نصف زوج بديل بلا نصفه الآخر"),
    ("trailing comma", "فاصلة زائدة"),
    ("trailing characters", "محارف زائدة بعد النهاية"),
    ("unexpected end of hex escape", "تسلسل هروب ست عشري ناقص"),
    ("recursion limit exceeded", "تداخل أعمق من المسموح به"),
];

/// Messages with one or two arguments: the English text before the first and between both, and the Arabic text before
/// each of them.
const AROUND: &[(&str, &str, &str, &str)] = &[
    ("expected `", "` or `", "المنتظر", "أو"),
    ("expected `", "", "المنتظر", ""),
    ("missing field `", "", "لا يوجد المفتاح", ""),
    ("duplicate field `", "", "تكرر المفتاح", ""),
    ("invalid type: ", ", expected ", "نوع غير صحيح:", "والمنتظر"),
    ("invalid value: ", ", expected ", "قيمة غير مقبولة", "والمنتظر"),
];

/// Returns a message of the JSON parser (without line and column) in a language. An unknown message stays as it is.
///
/// ```
/// use tawsim::lang::{Lang, parser_message};
/// assert_eq!(parser_message(Lang::Ar, "trailing comma").0, "فاصلة زائدة");
/// assert_eq!(parser_message(Lang::En, "trailing comma").0, "trailing comma");
/// ```
#[must_use]
pub fn parser_message(lang: Lang, message: &str) -> Rendered {
    let known = || {
        if let Some((_, arabic)) = WHOLE.iter().find(|(english, _)| *english == message) {
            return Some((*arabic).to_owned());
        }
        AROUND.iter().find_map(|(before, between, first, second)| {
            let rest = message.strip_prefix(before)?;
            // The parser puts a sign or a key between two grave accents. They are removed, but a description may
            // contain others.
            let foreign = |words: &str| {
                isolated(lang, words.strip_suffix('`').filter(|bare| !bare.contains('`')).unwrap_or(words))
            };
            match rest.split_once(between).filter(|_| !between.is_empty()) {
                Some((one, other)) => Some(format!("{first} {} {second} {}", foreign(one), foreign(other))),
                None => between.is_empty().then(|| format!("{first} {}", foreign(rest))),
            }
        })
    };
    let arabic = if lang == Lang::Ar { known() } else { None };
    Rendered(arabic.unwrap_or_else(|| isolated(lang, message)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::without_isolates;

    /// Every message of the parser is known, so none appears in English.
    #[test]
    fn every_message_of_the_parser_is_translated() {
        #[derive(Debug, serde::Deserialize)]
        struct Line {
            #[expect(dead_code, reason = "only whether it is there")]
            id: String,
        }
        for (json, arabic) in [
            ("[1", "انتهى قبل أن تكتمل قائمة"),
            ("{\"a\":1", "انتهى قبل أن يكتمل كائن"),
            ("\"a", "انتهى قبل أن تكتمل سلسلة"),
            ("", "انتهى قبل أن تكتمل قيمة"),
            ("{\"a\" 1}", "المنتظر :"),
            ("[1 2]", "المنتظر , أو ]"),
            ("{\"a\":1 2}", "المنتظر , أو }"),
            ("nul1", "المنتظر قيمة معروفة"),
            ("x", "المنتظر قيمة"),
            ("\"\\x\"", "تسلسل هروب غير صحيح"),
            ("1.x", "عدد غير صحيح"),
            ("1e999", "عدد خارج المجال"),
            ("\"\\ud800\\u0041\"", "نصف زوج بديل بلا نصفه الآخر"),
            ("\"a\nb\"", "محرف تحكم داخل سلسلة"),
            ("{1:2}", "المفتاح يجب أن يكون سلسلة"),
            ("\"\\ud800 \"", "تسلسل هروب ست عشري ناقص"),
            ("[1,]", "فاصلة زائدة"),
            ("1 2", "محارف زائدة بعد النهاية"),
        ] {
            let error = serde_json::from_str::<serde_json::Value>(json).unwrap_err().to_string();
            let message = error.split(" at line ").next().unwrap();
            assert_eq!(without_isolates(&parser_message(Lang::Ar, message).0), arabic, "{message}");
        }
        for (json, arabic) in [
            ("{}", "لا يوجد المفتاح id"),
            ("{\"id\":\"a\",\"id\":\"b\"}", "تكرر المفتاح id"),
            ("{\"id\":7}", "نوع غير صحيح: integer `7` والمنتظر a string"),
        ] {
            let error = serde_json::from_str::<Line>(json).unwrap_err().to_string();
            let message = error.split(" at line ").next().unwrap();
            assert_eq!(without_isolates(&parser_message(Lang::Ar, message).0), arabic, "{message}");
        }
        assert_eq!(parser_message(Lang::Ar, "anything else").0, isolated(Lang::Ar, "anything else"));
    }
}
