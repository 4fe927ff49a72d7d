//! Layout of one megabyte, compared with the bidi crate alone on the same text in the same run.
#![allow(missing_docs, clippy::print_stderr, clippy::disallowed_macros, reason = "a benchmark")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tawsim::page::{Page, PageOptions};
use tawsim::text::Text;
use unicode_bidi::BidiInfo;

mod support;
use support::{MEGABYTE, cpu, paragraph, paragraphs};

fn layout(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    group.sample_size(10).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(500));
    for (name, raw) in [("many paragraphs", paragraphs(MEGABYTE)), ("one paragraph", paragraph(MEGABYTE))] {
        let text = Text::new(raw.as_str());
        group.throughput(Throughput::Bytes(raw.len() as u64));
        group.bench_function(format!("unicode-bidi, {name}"), |bencher| {
            bencher.iter_custom(|times| (0..times).map(|_| cpu(|| drop(black_box(bidi(&raw))))).sum());
        });
        group.bench_function(format!("page, {name}"), |bencher| {
            bencher.iter_custom(|times| (0..times).map(|_| cpu(|| drop(black_box(page(&text))))).sum());
        });
        // The two alternate, so that both run on the machine in the same state.
        let pairs: Vec<_> =
            (0..9).map(|_| (cpu(|| drop(black_box(bidi(&raw)))), cpu(|| drop(black_box(page(&text)))))).collect();
        let (bidi, page) =
            pairs.iter().fold((Duration::MAX, Duration::MAX), |best, pair| (best.0.min(pair.0), best.1.min(pair.1)));
        let ratio = bidi.as_secs_f64() / page.as_secs_f64();
        eprintln!("{name}: unicode-bidi alone {bidi:.1?}, page {page:.1?}: {ratio:.2} of its speed");
    }
    group.finish();
}

fn bidi(raw: &str) -> BidiInfo<'_> {
    BidiInfo::new(raw, None)
}

/// Lays out every line of a page.
fn page(text: &Text) -> Page {
    let page = Page::new(text, PageOptions::default(), 96);
    assert!(page.lines_from(0).count() > 1000);
    page
}

criterion_group!(benches, layout);
criterion_main!(benches);
