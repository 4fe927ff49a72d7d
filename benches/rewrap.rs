//! A window of another width: the page is wrapped anew, nothing else.
#![allow(missing_docs, reason = "a benchmark")]

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use tawsim::page::{Page, PageOptions};
use tawsim::text::Text;

mod support;
use support::{MEGABYTE, cpu, paragraph, paragraphs};

fn rewrap(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rewrap");
    group.sample_size(20).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    for (name, raw) in
        [("sample", paragraphs(5_000)), ("1 MB", paragraphs(MEGABYTE)), ("1 MB, one paragraph", paragraph(MEGABYTE))]
    {
        let mut page = Page::new(&Text::new(raw), PageOptions::default(), 96);
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                cpu(|| {
                    for time in 0..times {
                        page.wrap(if time % 2 == 0 { 60 } else { 96 });
                    }
                })
            });
        });
    }
    group.finish();
}

criterion_group!(benches, rewrap);
criterion_main!(benches);
