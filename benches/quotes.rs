//! The extra time that quotes add to entities: `cargo bench --bench quotes`. Processor time of one thread, with the
//! model.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_macros,
    missing_docs,
    reason = "a benchmark that cannot be set up stops"
)]

use std::hint::black_box;
use std::time::Duration;

use tawsim::gold::{Article, Extra};
use tawsim::suggest::{Builtin, Suggester};
use tawsim::text::Text;

mod support;
use support::{MEGABYTE, cpu, samples};

fn main() {
    let articles = [article(&samples())];
    let (entities, both) = (Builtin::new().without_quotes(), Builtin::new());
    let time = |suggester: &Builtin, articles: &[Article]| {
        (0..9)
            .map(|_| cpu(|| articles.iter().for_each(|article| drop(black_box(suggester.suggest(article))))))
            .min()
            .unwrap()
    };
    let (without, with) = (time(&entities, &articles), time(&both, &articles));
    println!("samples: entities {without:.1?}, with quotes {with:.1?}, quotes add {:.0} %", share(without, with));
    for piece in ["«", "«»", "\" ", "« ", "\"»«", "قال: «", "كلمة «كلمة» "] {
        let text = |bytes: usize| [article(&piece.repeat(bytes / piece.len()))];
        let (half, whole) = (time(&both, &text(MEGABYTE / 2)), time(&both, &text(MEGABYTE)));
        println!("{piece:?}: 0.5 MB {half:.1?}, 1 MB {whole:.1?}");
    }
}

fn share(without: Duration, with: Duration) -> f64 {
    100.0 * (with.as_secs_f64() / without.as_secs_f64() - 1.0)
}

fn article(text: &str) -> Article {
    Article { id: "a".into(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() }
}
