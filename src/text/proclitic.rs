//! Proclitics: the words و ف ب ل ك س of one letter, which are written onto the next word.

use unicode_segmentation::UnicodeSegmentation;

use super::fold::Fold;

/// Returns the byte offsets inside a written word at which its proclitics may end, in order. The start of the word is
/// not among them. No dictionary is used, so وزير has such an offset after its first letter, too; the caller decides.
///
/// The order is (و or ف), then (ب, ل, ك or س). In لل the first ل is the proclitic, because the article ال has lost its
/// alef. At least two letters remain. Diacritics and tatweel stay with their letter.
///
/// ```
/// use tawsim::text::proclitic_edges;
/// assert_eq!(proclitic_edges("ولأوباما"), [2, 4]);
/// assert_eq!(proclitic_edges("للأمم"), [2]);
/// assert!(proclitic_edges("في").is_empty());
/// ```
#[must_use]
pub fn proclitic_edges(word: &str) -> Vec<usize> {
    let clusters: Vec<(usize, &str)> = word.grapheme_indices(true).collect();
    let letter = |index: usize| {
        clusters.get(index).map(|(_, cluster)| cluster.fold()).and_then(|folded| {
            let mut chars = folded.chars();
            chars.next().filter(|_| chars.next().is_none())
        })
    };
    let mut edges = Vec::new();
    let mut index = 0;
    let mut take = |wanted: &[char]| {
        if clusters.len() >= index + 3 && letter(index).is_some_and(|c| wanted.contains(&c)) {
            index += 1;
            if let Some((edge, _)) = clusters.get(index) {
                edges.push(*edge);
            }
        }
    };
    take(&['و', 'ف']);
    take(&['ب', 'ل', 'ك', 'س']);
    edges
}

/// Returns the word without its possible proclitics, each with the length in bytes of what was removed: the shortest
/// rest first, the whole word last.
pub fn strip_proclitics(word: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut edges = proclitic_edges(word);
    edges.reverse();
    edges.push(0);
    edges.into_iter().filter_map(move |edge| Some((edge, word.get(edge..)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_stems_behind_their_proclitics() {
        for (word, stems) in [
            ("لأوباما", vec!["أوباما", "لأوباما"]),
            ("وباريس", vec!["اريس", "باريس", "وباريس"]),
            ("وَلِلْأُمَمِ", vec!["لْأُمَمِ", "لِلْأُمَمِ", "وَلِلْأُمَمِ"]),
            ("كالقاهرة", vec!["القاهرة", "كالقاهرة"]),
            ("سيقول", vec!["يقول", "سيقول"]),
            ("ولو", vec!["لو", "ولو"]),
            ("بل", vec!["بل"]),
            ("", vec![""]),
        ] {
            let found: Vec<&str> = strip_proclitics(word).map(|(_, stem)| stem).collect();
            assert_eq!(found, stems, "{word}");
        }
    }
}
