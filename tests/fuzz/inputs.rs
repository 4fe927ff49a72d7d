//! Inputs for fuzzing: samples with a few random changes.

use serde_json::Value;

/// A linear congruential generator with Knuth's MMIX constants: the same numbers on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Pieces that often cause failures.
const TROUBLE: &[&str] = &[
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{feff}",
    "\u{200d}",
    "\u{651}\u{64e}",
    "\u{301}",
    "\r\n",
    "\n",
    "\u{2028}",
    "\t",
    "😀",
    "👨‍👩‍👧",
    "لا",
    "ﷺ",
    "«",
    "»",
    "\"",
    "\\",
    "\\ud800",
    "\\u0000",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "1e999",
    "18446744073709551616",
    "0.1",
    "\"id\":",
    "\"text\":\"\",",
    "\"start\":0,",
    "\"verdict\":\"added\",",
    "[[label]]",
    "= [",
    "قال",
    "وقال إن",
    "B-PER",
    "I-LOC",
    " O\n",
    "\t\t",
    "#",
    "\u{e0001}",
    "\u{10ffff}",
    "\u{fdd0}",
    "٣",
    "a\u{600}",
];

/// One of the samples with a few changes.
pub(crate) fn input(random: &mut Random, samples: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = random.pick(samples).clone();
    if random.below(3) == 0
        && let Ok(mut value) = serde_json::from_slice::<Value>(&bytes)
    {
        for _ in 0..=random.below(3) {
            distort(random, &mut value, 0);
        }
        bytes = serde_json::to_vec(&value).unwrap();
        if random.below(2) == 0 {
            return bytes;
        }
    }
    for _ in 0..=random.below(6) {
        let (from, to) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        match random.below(9) {
            0 => bytes.truncate(to),
            1 => drop(bytes.drain(from..to.min(from + 40))),
            2 => drop(bytes.splice(from..from, bytes[from..to.min(from + 300)].to_vec())),
            3 if to > from => bytes[from] ^= 1 << random.below(8),
            4 => {
                let other = random.pick(samples);
                let at = random.below(other.len());
                let piece = other[at..other.len().min(at + 200)].to_vec();
                bytes.splice(from..from, piece);
            }
            5 => {
                let many = random.pick(TROUBLE).repeat(1 + random.below(400));
                bytes.splice(from..from, many.into_bytes());
            }
            _ => drop(bytes.splice(from..to.min(from + random.below(8)), random.pick(TROUBLE).bytes())),
        }
    }
    bytes
}

/// Changes a value inside and keeps the input valid JSON.
fn distort(random: &mut Random, value: &mut Value, depth: usize) {
    let deeper = depth < 6 && random.below(4) > 0;
    match value {
        Value::Array(list) if deeper && !list.is_empty() => {
            let at = random.below(list.len());
            match random.below(6) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                2 => list.rotate_left(at),
                _ => distort(random, &mut list[at], depth + 1),
            }
        }
        Value::Object(keys) if deeper && !keys.is_empty() => {
            let key = keys.keys().nth(random.below(keys.len())).unwrap().clone();
            match random.below(8) {
                0 => drop(keys.remove(&key)),
                1 => drop(keys.insert("unknown".to_owned(), Value::from(vec![1.5, 2.0]))),
                _ => distort(random, &mut keys[&key], depth + 1),
            }
        }
        Value::String(words) if random.below(3) > 0 => {
            let trouble = random.pick(TROUBLE);
            let edges: Vec<usize> = words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
            words.insert_str(*random.pick(&edges), trouble);
        }
        Value::Number(number) if random.below(3) > 0 => {
            let near = number.as_i64().unwrap_or_default() + i64::try_from(random.below(5)).unwrap() - 2;
            *value = near.into();
        }
        _ => {
            *value = match random.below(7) {
                0 => Value::Null,
                1 => u64::MAX.into(),
                2 => (-1).into(),
                3 => 0.5.into(),
                4 => Value::String((*random.pick(TROUBLE)).to_owned()),
                5 => Value::Array(Vec::new()),
                _ => (0..50).fold(Value::Null, |inner, _| Value::Array(vec![inner])),
            }
        }
    }
}
