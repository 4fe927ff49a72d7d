//! The careful reader: from the vectors of a window to scores of tags for each token, and to the contents of quotes with their
//! ends, cues and speakers.

use std::ops::Range;
use std::sync::Arc;

use bytes::{Buf, Bytes};
use ndarray::{Array2, ArrayView1, Axis, Slice};

use crate::gold::QuoteKind;
use crate::suggest::tagger::OtherScores;
use crate::words::token::{TokenSpan, Tokens};

use super::cache::{OpenReading, ReadingCache};
use super::file::{FARTHEST, Heads, KINDS, LETTERS, NoModel, POINTER_WIDTH, POINTERS, TAGS, Weights};
use super::network::{encode, softmax};
use super::reading::{ContentReading, Mention, Reading};
use super::windows::{Window, windows};

/// Below this probability no content is looked for at a token.
const MIN_CONTENT: f32 = 0.03;
/// The ends of a content that are kept: at most so many, each at least so probable.
const MOST_ENDS: usize = 12;
const MIN_END: f32 = 0.003;
/// The largest number of tokens of a cue and of a speaker.
const LONGEST_CUE: usize = 5;
const LONGEST_SPEAKER: usize = 40;

/// The rows of the pointers.
const TO_END: usize = 0;
const TO_CUE: [usize; 2] = [1, 2];
const TO_SPEAKER: [usize; 2] = [3, 4];

/// The careful reader: a small neural encoder with heads for entities and quotes.
///
/// It keeps what it read of the last texts.
#[derive(Debug)]
pub struct CarefulReader {
    weights: Weights,
    cache: ReadingCache,
}

impl CarefulReader {
    /// Reads the bytes of a model file. They are kept, not copied.
    ///
    /// # Errors
    /// If the bytes are not a model of this version.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Self, NoModel> {
        Ok(Self { weights: Weights::read(bytes.into())?, cache: ReadingCache::default() })
    }

    /// The reader of the model that comes with the program.
    ///
    /// # Errors
    /// If the program was built without the feature `careful`.
    pub(in crate::suggest) fn built_in() -> Result<Self, NoModel> {
        let [first, second] = super::BUILTIN_MODEL.map(Bytes::from_static);
        Ok(Self { weights: Weights::read(first.chain(second))?, cache: ReadingCache::default() })
    }

    /// What a reading says about tags, for the tagger.
    pub(in crate::suggest) fn scores<'a>(&'a self, reading: &'a Reading) -> OtherScores<'a> {
        OtherScores {
            labels: &super::LABELS,
            tags: &reading.tags,
            proclitics: &reading.entity_cuts,
            transitions: &self.weights.heads.transitions,
            calibration: &self.weights.calibration,
        }
    }

    /// Reads a text to its end.
    pub(in crate::suggest) fn read(&self, tokens: &Tokens<'_>) -> Arc<Reading> {
        let key = ReadingCache::key(tokens);
        let mut open = self.take(key, tokens);
        while self.read_next_window(&mut open) {}
        let reading = Arc::clone(&open.reading);
        self.cache.put(key, open);
        reading
    }

    /// Reads the next window of a text, some 150 words. Returns true if more is left.
    pub(in crate::suggest) fn read_on(&self, tokens: &Tokens<'_>) -> bool {
        let key = ReadingCache::key(tokens);
        let mut open = self.take(key, tokens);
        self.read_next_window(&mut open);
        let is_left = !open.left.is_empty();
        self.cache.put(key, open);
        is_left
    }

    /// What was read of a text so far.
    pub(in crate::suggest) fn read_so_far(&self, tokens: &Tokens<'_>) -> Arc<Reading> {
        let key = ReadingCache::key(tokens);
        let open = self.take(key, tokens);
        let reading = Arc::clone(&open.reading);
        self.cache.put(key, open);
        reading
    }

    fn take(&self, key: u64, tokens: &Tokens<'_>) -> OpenReading {
        self.cache.take(key).unwrap_or_else(|| {
            let mut left = windows(tokens, &self.weights.vocabulary);
            left.reverse();
            OpenReading { left, reading: Arc::new(Reading::of_nothing(tokens.len())) }
        })
    }

    /// Reads the next window, if there is one.
    fn read_next_window(&self, open: &mut OpenReading) -> bool {
        let Some(window) = open.left.pop() else { return false };
        let reading = Arc::make_mut(&mut open.reading);
        self.read_window(&window, reading);
        reading.end = open.left.last().map_or(usize::MAX, |next| next.tokens.start);
        true
    }

    /// Reads a window into a reading.
    fn read_window(&self, window: &Window, reading: &mut Reading) {
        let heads = &self.weights.heads;
        let states = encode(&self.weights, &window.pieces);
        let firsts: Vec<usize> = window.words.iter().map(|(_, place)| *place).collect();
        let states = states.select(Axis(0), &firsts);
        let tags = heads.tags.apply(&states);
        let cuts = heads.cut.apply(&states);
        for (((token, _), own), cuts) in window.words.iter().zip(tags.rows()).zip(cuts.rows()) {
            if let Some(slots) = reading.tags.get_mut(token * TAGS..(token + 1) * TAGS) {
                slots.iter_mut().zip(own).for_each(|(slot, score)| *slot = *score);
            }
            if let (Some(entity), Some(others), Some(scores)) =
                (reading.entity_cuts.get_mut(*token), reading.cuts.get_mut(*token), cuts.as_slice())
            {
                let slots = std::iter::once(entity).chain(others);
                slots.zip(scores.chunks_exact(LETTERS)).for_each(|(slot, scores)| *slot = most_probable(scores));
            }
        }
        let kinds = heads.kind.apply(&states);
        let starts: Vec<ContentStart> = kinds.rows().into_iter().enumerate().filter_map(ContentStart::of).collect();
        if starts.is_empty() {
            return;
        }
        let words: Vec<usize> = starts.iter().map(|start| start.word).collect();
        let own = states.select(Axis(0), &words);
        let keys = heads.key.apply(&states);
        let (queries, cues, mentions) = (heads.query.apply(&own), heads.has_cue.apply(&own), heads.mention.apply(&own));
        for (row, start) in starts.into_iter().enumerate() {
            let scores = StartScores { query: queries.row(row), cue: cues.row(row), mention: mentions.row(row) };
            reading.contents.push(read_content(heads, window, &keys, start, scores));
        }
    }
}

/// A word of a window where a content may begin, with its kind and the probability that one begins there.
struct ContentStart {
    word: usize,
    kind: QuoteKind,
    score: f32,
}

impl ContentStart {
    /// The start at a word with these scores of kinds, if it is probable enough.
    fn of((word, scores): (usize, ArrayView1<'_, f32>)) -> Option<Self> {
        let shares = shares_of(scores.to_vec());
        let score = 1.0 - shares.first().copied().unwrap_or(1.0);
        (score >= MIN_CONTENT).then(|| Self { word, kind: kind_of(&shares), score })
    }
}

/// The outputs of the heads at the word where a content begins.
struct StartScores<'a> {
    query: ArrayView1<'a, f32>,
    cue: ArrayView1<'a, f32>,
    mention: ArrayView1<'a, f32>,
}

/// Reads the content that begins at a word of a window.
fn read_content(
    heads: &Heads,
    window: &Window,
    keys: &Array2<f32>,
    ContentStart { word: at, kind, score }: ContentStart,
    scores: StartScores<'_>,
) -> ContentReading {
    let pointers: Vec<Vec<f32>> = (0..POINTERS).map(|pointer| point(heads, scores.query, keys, at, pointer)).collect();
    let of = |pointer: usize| pointers.get(pointer).map_or(&[][..], Vec::as_slice);
    let token = |word: usize| window.words.get(word).map_or(0, |(token, _)| *token);
    let run = |[first, last]: [usize; 2], longest| {
        let (words, score) = best_run(of(first), of(last), longest);
        (TokenSpan::whole(token(words.start), token(words.end - 1) + 1), score)
    };
    let mut ends: Vec<(usize, f32)> = of(TO_END).iter().copied().enumerate().skip(at).collect();
    ends.sort_by(|a, b| b.1.total_cmp(&a.1));
    ends.truncate(MOST_ENDS);
    ends.retain(|(_, share)| *share >= MIN_END);
    let ends = ends.into_iter().map(|(word, score)| (token(word), score)).collect();
    let has_cue = shares_of(scores.cue.to_vec()).get(1).copied().unwrap_or(0.0);
    let mentions = shares_of(scores.mention.to_vec());
    let (mention, mention_score) = most_probable_share(&mentions);
    ContentReading {
        from: token(at),
        score,
        kind,
        ends,
        cue: (has_cue > 0.5).then(|| run(TO_CUE, LONGEST_CUE)).map(|(cue, score)| (cue, score * has_cue)),
        mention: [Mention::Explicit, Mention::Implied, Mention::None].get(mention).copied().unwrap_or(Mention::None),
        mention_score,
        speaker: run(TO_SPEAKER, LONGEST_SPEAKER),
    }
}

/// The probability of each word of a window as the target of a pointer.
fn point(heads: &Heads, query: ArrayView1<'_, f32>, keys: &Array2<f32>, at: usize, pointer: usize) -> Vec<f32> {
    let part = Slice::from(pointer * POINTER_WIDTH..(pointer + 1) * POINTER_WIDTH);
    let query = query.slice_axis(Axis(0), part);
    let fits = keys.slice_axis(Axis(1), part).dot(&query);
    let distances =
        heads.distances.get(pointer * (2 * FARTHEST + 1)..(pointer + 1) * (2 * FARTHEST + 1)).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let factor = 1.0 / (POINTER_WIDTH as f32).sqrt();
    let score = |(word, fit): (usize, &f32)| {
        let place = (word + FARTHEST).saturating_sub(at).min(2 * FARTHEST);
        fit * factor + distances.get(place).copied().unwrap_or(0.0)
    };
    shares_of(fits.iter().enumerate().map(score).collect())
}

/// The run of at most `longest` words whose first and last word are the most probable, and its probability.
fn best_run(first: &[f32], last: &[f32], longest: usize) -> (Range<usize>, f32) {
    let mut best = (0..1, 0.0);
    for (from, begin) in first.iter().enumerate() {
        for (to, end) in last.iter().enumerate().skip(from).take(longest) {
            if begin * end > best.1 {
                best = (from..to + 1, begin * end);
            }
        }
    }
    best
}

fn shares_of(mut scores: Vec<f32>) -> Vec<f32> {
    softmax(&mut scores);
    scores
}

/// The place of the largest share, and the share.
fn most_probable_share(shares: &[f32]) -> (usize, f32) {
    shares.iter().copied().enumerate().fold((0, 0.0), |best, one| if one.1 > best.1 { one } else { best })
}

/// The number of letters with the highest score, and its probability.
fn most_probable(scores: &[f32]) -> (u8, f32) {
    let (letters, share) = most_probable_share(&shares_of(scores.to_vec()));
    (u8::try_from(letters).unwrap_or(0), share)
}

/// The most probable kind, given that there is content.
fn kind_of(shares: &[f32]) -> QuoteKind {
    debug_assert_eq!(shares.len(), KINDS);
    match most_probable_share(shares.get(1..).unwrap_or_default()).0 {
        0 => QuoteKind::Direct,
        1 => QuoteKind::Indirect,
        _ => QuoteKind::Mixed,
    }
}

#[cfg(test)]
#[cfg(feature = "careful")]
mod tests {
    use super::*;
    use crate::text::Text;

    fn built_in() -> CarefulReader {
        CarefulReader::built_in().unwrap()
    }

    /// The cut is between two matrices: one in both parts would be copied.
    #[test]
    fn the_weights_stay_in_the_two_parts_of_the_model() {
        let parts = crate::suggest::encoder::BUILTIN_MODEL;
        let weights = built_in().weights;
        for (at, layer) in weights.layers.iter().enumerate() {
            for matrix in [&layer.queries_keys_values, &layer.attention, &layer.inner, &layer.outer] {
                let bytes = matrix.bytes.as_ptr_range();
                let holds = |part: &&[u8]| part.as_ptr() <= bytes.start && bytes.end <= part.as_ptr_range().end;
                assert!(parts.iter().any(holds), "a matrix of layer {at} was copied");
            }
        }
    }

    #[test]
    fn a_model_in_two_parts_is_read_as_one_wherever_it_is_cut() {
        let model = Bytes::from(crate::suggest::encoder::BUILTIN_MODEL.concat());
        let whole = Weights::read(model.clone()).unwrap();
        for cut in [0, 3, 11, 1000, 3_000_000, model.len() / 2 + 1, model.len() - 2, model.len()] {
            let parted = Weights::read(model.slice(..cut).chain(model.slice(cut..))).unwrap();
            assert_eq!(parted.places, whole.places);
            assert_eq!(parted.calibration, whole.calibration);
            for (own, other) in parted.layers.iter().zip(&whole.layers) {
                assert!(own.inner.bytes == other.inner.bytes && own.outer.bytes == other.outer.bytes, "cut at {cut}");
            }
        }
    }

    #[test]
    fn the_built_in_model_reads_names_and_a_quote() {
        let reader = built_in();
        let text = Text::new("قال الوزير سمير الدغيلي إن السد في الخرطوم اكتمل. وغادر الوفد.");
        let tokens = Tokens::new(&text);
        let reading = reader.read(&tokens);
        let best = |at: usize| {
            let own = &reading.tags[at * TAGS..(at + 1) * TAGS];
            (0..TAGS).max_by(|a, b| own[*a].total_cmp(&own[*b])).unwrap()
        };
        // Each label has two tags; which of them is the first of a name, the transitions between tags decide.
        let labels: Vec<usize> = (0..5).map(|at| best(at).div_ceil(2)).collect();
        assert_eq!(labels, [0, 0, 1, 1, 0], "PER is 1");
        let [content] = reading.contents.iter().filter(|one| one.score > 0.5).collect::<Vec<_>>()[..] else {
            panic!("{:?}", reading.contents)
        };
        let words = |span: TokenSpan| tokens.raw(span.from, span.to).to_owned();
        assert_eq!(content.kind, QuoteKind::Indirect);
        assert_eq!(words(content.cue.unwrap().0), "قال");
        assert_eq!((content.mention, words(content.speaker.0)), (Mention::Explicit, "الوزير سمير الدغيلي".to_owned()));
        assert_eq!(tokens.raw(content.from, content.ends[0].0 + 1), "السد في الخرطوم اكتمل");
        assert_eq!(reading.end, usize::MAX);
    }

    #[test]
    fn a_text_is_read_part_by_part_with_the_same_result() {
        let reader = built_in();
        let text = Text::new("وصل سمير الدغيلي إلى دمشق قادما من عمان. ".repeat(25));
        let tokens = Tokens::new(&text);
        let mut parts = vec![reader.read_so_far(&tokens).end];
        while reader.read_on(&tokens) {
            parts.push(reader.read_so_far(&tokens).end);
        }
        assert!(parts.len() > 1 && parts.is_sorted() && parts.iter().all(|end| *end < tokens.len()), "{parts:?}");
        let again = built_in();
        let (whole, joined) = (again.read(&tokens), reader.read(&tokens));
        assert_eq!((&whole.tags, &whole.contents), (&joined.tags, &joined.contents));
    }

    #[test]
    fn bytes_that_are_no_model_are_refused() {
        let model = crate::suggest::encoder::BUILTIN_MODEL.concat();
        let refused = |bytes: &[u8]| CarefulReader::from_bytes(bytes.to_vec()).unwrap_err().to_string();
        assert!(refused(b"").contains("beginning"));
        assert!(refused(&model[..model.len() / 2]).contains("length"));
        assert!(refused(&[&model[..], &[0]].concat()).contains("length"));
        let mut newer = model;
        newer[8] = 9;
        assert!(refused(&newer).contains("version"));
    }
}
