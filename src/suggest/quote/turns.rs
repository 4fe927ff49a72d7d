//! Where, inside what is reported, its speaker or the writer goes on with something else.

use crate::gold::QuoteKind;

use super::TokenSpan;
use super::clause::Page;
use super::content::Start;
use super::quoted::kind_of;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::{Gender, Number, VerbShape};

impl Page<'_> {
    /// Content before …، لكنه رفض, where the pronoun is not of what is reported but of who reports it.
    pub(super) fn before_turn(
        &self,
        kind: QuoteKind,
        mut content: Vec<TokenSpan>,
        form: VerbForm,
    ) -> (QuoteKind, Vec<TokenSpan>) {
        let [stretch] = content.as_mut_slice() else { return (kind, content) };
        let turns = |at: &usize| {
            let gender = match self.word(*at) {
                "لكنه" | "ولكنه" => Gender::Masculine,
                "لكنها" | "ولكنها" => Gender::Feminine,
                _ => return false,
            };
            self.words.tokens().is_comma(*at - 1) && gender == form.gender && gender != self.gender_of(stretch.from)
        };
        // بأن تراجع التضخم سيكون واضحا وحث الشركات على عدم رفع الأسعار: a thing urges nobody.
        let thing = !self.can_speak(stretch.from, stretch.from + 1);
        let urges = |at: &usize| {
            let alone = |other: VerbForm| {
                let foreign = self.gender_of(stretch.from) != other.gender && other.gender == form.gender;
                let quiet = self.phrase_end(at + 1) == at + 1 && self.find_content(at + 1, other).is_some();
                foreign && quiet && other.number == Number::Singular
            };
            // أن محاكمته غير شرعية وأصر خلال مثوله على …
            let verb = self.verb(*at).filter(|(proclitic, other)| {
                thing && *proclitic == 1 && !other.doubtful && other.shape == VerbShape::Finite
            });
            if verb.is_some_and(|(_, other)| alone(other)) {
                return true;
            }
            let Some((1, other)) = self.verb(*at).filter(|_| thing) else { return false };
            let verb = self.lexicon.verb(other);
            let end = self.phrase_end(at + 1);
            verb.object
                && verb.verbal
                && !other.doubtful
                && other.shape == VerbShape::Finite
                && other.gender == form.gender
                && self
                    .find_content(end, other)
                    .is_some_and(|(found, start)| found <= end + 2 && matches!(start, Start::Noun(_)))
        };
        if kind == QuoteKind::Direct || self.that(stretch.from).is_some() {
            return (kind, content);
        }
        let (from, to) = (stretch.from + 2, stretch.to);
        if let Some(turn) = (from..to).find(turns).map(|turn| turn - 1).or_else(|| (from..to).find(urges)) {
            stretch.to = turn;
            let kind = kind_of(self, stretch.from, stretch.to);
            return (kind, content);
        }
        (kind, content)
    }

    /// Does a clause of the writer's begin behind a comma, where what was said is a noun (هدد الأطباء بالتصعيد، ورفعوا
    /// لافتات; دعت إلى وقف القتال، إلا أنها …)?
    pub(super) fn adds_to_noun(&self, at: usize) -> bool {
        let word = self.word(at);
        self.words.tokens().is_comma(at - 1)
            && (word.starts_with('و') && word.ends_with("وا")
                || matches!(word, "لكنه" | "لكنها" | "لكنهم" | "لكن" | "ولكن" | "فيما" | "بينما")
                || matches!(word, "الا" | "غير" | "بيد") && self.that(at + 1).is_some()
                || word == "في" && self.word(at + 1) == "حين")
    }
}
