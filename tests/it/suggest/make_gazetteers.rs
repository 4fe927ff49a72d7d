//! Makes `assets/gazetteers/*.fst` anew. Ignored, because the lists it reads are not part of the project:
//! `TAWSIM_LISTS=DIR cargo test --test it compile_the_gazetteers -- --ignored` (`assets/gazetteers/README.md` names the files of DIR).

use std::path::Path;

use tawsim::suggest::gazetteer::{Source, compile};

const LISTS: [(Source, &str); 11] = [
    (Source::Countries, "cldr_terr.txt"),
    (Source::Countries, "i18n_iso.txt"),
    (Source::Cities, "cldr_city.txt"),
    (Source::Cities, "geonames_city15k.txt"),
    (Source::Towns, "geonames_city.txt"),
    (Source::Given, "faker_first.txt"),
    (Source::Family, "faker_last.txt"),
    (Source::Units, "wd_units.txt"),
    (Source::People, "wd_full.txt"),
    (Source::Words, "words_64_256_1000.tsv"),
    (Source::Labelled, "labelled.txt"),
];

#[test]
#[ignore = "writes assets; needs lists that are not part of the project"]
fn compile_the_gazetteers() {
    let folder = std::env::var("TAWSIM_LISTS").expect("TAWSIM_LISTS names the folder of the lists");
    let read = |name| std::fs::read_to_string(Path::new(&folder).join(name)).expect("every list is there");
    let texts: Vec<(Source, String)> = LISTS.iter().map(|(source, name)| (*source, read(name))).collect();
    let lists: Vec<(Source, &str)> = texts.iter().map(|(source, text)| (*source, text.as_str())).collect();
    let (names, words) = compile(&lists).expect("the lists compile");
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/gazetteers");
    std::fs::write(assets.join("names.fst"), names).expect("names.fst is written");
    std::fs::write(assets.join("words.fst"), words).expect("words.fst is written");
}
