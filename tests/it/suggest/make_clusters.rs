//! Makes the tables of `assets/models`. Ignored, because the list that it reads is not part of the project.
use std::path::Path;

#[test]
#[ignore = "writes assets; needs lists that are not part of the project"]
fn compile_the_clusters() {
    let folder = std::env::var("TAWSIM_LISTS").expect("TAWSIM_LISTS names the folder of the lists");
    let lines = std::fs::read_to_string(Path::new(&folder).join("words_64_256_1000.tsv")).expect("the list is there");
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/models");
    std::fs::write(assets.join("clusters.bin"), tawsim::suggest::tagger::compile_clusters(&lines)).expect("is written");
}
