//! Letters and endings that the morphology of Arabic asks for, by name: proclitics, the article, endings of number and gender,
//! pronouns. The letters of a folded word, unless a name begins with `WRITTEN`.

/// و: and.
pub(crate) const WAW: char = 'و';
/// ف: so.
pub(crate) const FA: char = 'ف';
/// ب: by, with, in.
pub(crate) const BA: char = 'ب';
/// ل: to, for.
pub(crate) const LAM: char = 'ل';
/// س: will.
pub(crate) const SEEN: char = 'س';
/// ي: the first letter of a present (يقول), the last one of a nisba (مصري).
pub(crate) const YA: char = 'ي';
/// ت: the first letter of a feminine present (تقول), the last one of a feminine past (قالت).
pub(crate) const TA: char = 'ت';
/// م: the first letter of many participles.
pub(crate) const MEEM: char = 'م';
/// ن: the last letter of أن and لكن.
pub(crate) const NOON: char = 'ن';
/// ا: the last letter of an indefinite accusative (مبتسما), and the second one of a participle of form I.
pub(crate) const ALEF: char = 'ا';
/// ه: ta marbuta as it is folded, and the pronoun of a man.
pub(crate) const HA: char = 'ه';

/// آ as it is written.
pub(crate) const WRITTEN_ALEF_MADDA: char = 'آ';
/// أ as it is written.
pub(crate) const WRITTEN_HAMZA_ABOVE: char = 'أ';
/// إ as it is written.
pub(crate) const WRITTEN_HAMZA_BELOW: char = 'إ';
/// ى as it is written.
pub(crate) const WRITTEN_ALEF_MAQSURA: char = 'ى';
/// ة as it is written.
pub(crate) const WRITTEN_TA_MARBUTA: char = 'ة';

/// The article.
pub(crate) const ARTICLE: &str = "ال";
/// ب and the article.
pub(crate) const BA_ARTICLE: &str = "بال";
/// ل and the article, which has lost its alef.
pub(crate) const LAM_ARTICLE: &str = "لل";
/// The article and م: most definite participles.
pub(crate) const ARTICLE_MEEM: &str = "الم";
/// مت: participles of form V and VI.
pub(crate) const MEEM_TA: &str = "مت";
/// Two و: a conjunction before a و of the word.
pub(crate) const WAW_WAW: &str = "وو";

/// ون: several men, nominative.
pub(crate) const PLURAL_UN: &str = "ون";
/// ين: several men, or two, in the other cases.
pub(crate) const PLURAL_IN: &str = "ين";
/// ان: two, nominative.
pub(crate) const DUAL: &str = "ان";
/// تان and تين: two women.
pub(crate) const FEMININE_DUALS: [&str; 2] = ["تان", "تين"];
/// ات: several women or things.
pub(crate) const FEMININE_PLURAL: &str = "ات";
/// وا: a past of several men (قالوا).
pub(crate) const PAST_PLURAL: &str = "وا";
/// يه: the feminine of a nisba.
pub(crate) const NISBA_FEMININE: &str = "يه";
/// The endings of a nisba in the plural.
pub(crate) const NISBA_PLURALS: [&str; 2] = ["يون", "يين"];
/// يان: the dual of a nisba.
pub(crate) const NISBA_DUAL: &str = "يان";

/// نا: our.
pub(crate) const OUR: &str = "نا";
/// ها: her.
pub(crate) const HER: &str = "ها";
/// هم: their.
pub(crate) const THEIR: &str = "هم";
/// هما: of two.
pub(crate) const OF_TWO: &str = "هما";
/// ه: his. As a string, for lists of endings.
pub(crate) const HIS: &str = "ه";
/// ي: my. As a string, for lists of endings.
pub(crate) const MY: &str = "ي";
/// ا: the alef of the accusative. As a string, for lists of endings.
pub(crate) const ACCUSATIVE: &str = "ا";
