//! A word of a JSON object, found without reading what stands behind it.

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

/// The words at a key of an object, when there are any; what is wrong behind the key is not seen.
pub(crate) fn peek_string(key: &str, json: &[u8]) -> Option<String> {
    struct Until<'a> {
        key: &'a str,
        word: &'a mut Option<String>,
    }
    impl<'de> Visitor<'de> for Until<'_> {
        type Value = ();

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<String>()? {
                if key == self.key {
                    *self.word = map.next_value()?;
                    return Ok(());
                }
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }
    let mut word = None;
    // That the object goes on is an error to the reader, and none to us.
    let _ = serde_json::Deserializer::from_slice(json).deserialize_map(Until { key, word: &mut word });
    word
}
