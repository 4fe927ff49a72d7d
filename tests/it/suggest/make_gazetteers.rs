//! Makes `assets/gazetteers/*.fst`. Ignored, because the lists that it reads are not part of the project:
//! `TAWSIM_LISTS=DIR cargo test --test it compile_the_gazetteers -- --ignored` (`assets/gazetteers/README.md` names the
//! files of DIR).

use std::path::Path;

use tawsim::words::gazetteer::{ListKind, compile};

const LISTS: [(ListKind, &str); 11] = [
    (ListKind::Countries, "cldr_terr.txt"),
    (ListKind::Countries, "i18n_iso.txt"),
    (ListKind::Cities, "cldr_city.txt"),
    (ListKind::Cities, "geonames_city15k.txt"),
    (ListKind::Towns, "geonames_city.txt"),
    (ListKind::Given, "faker_first.txt"),
    (ListKind::Family, "faker_last.txt"),
    (ListKind::Units, "wd_units.txt"),
    (ListKind::People, "wd_full.txt"),
    (ListKind::Words, "words_64_256_1000.tsv"),
    (ListKind::Labelled, "labelled.txt"),
];

#[test]
#[ignore = "writes assets; needs lists that are not part of the project"]
fn compile_the_gazetteers() {
    let folder = std::env::var("TAWSIM_LISTS").expect("TAWSIM_LISTS names the folder of the lists");
    let read = |name| std::fs::read_to_string(Path::new(&folder).join(name)).expect("every list is there");
    let texts: Vec<(ListKind, String)> = LISTS.iter().map(|(source, name)| (*source, read(name))).collect();
    let lists: Vec<(ListKind, &str)> = texts.iter().map(|(source, text)| (*source, text.as_str())).collect();
    let (names, words) = compile(&lists).expect("the lists compile");
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/gazetteers");
    std::fs::write(assets.join("names.fst"), names).expect("names.fst is written");
    std::fs::write(assets.join("words.fst"), words).expect("words.fst is written");
}
