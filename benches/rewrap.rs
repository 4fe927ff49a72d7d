//! Wrapping the page after a change of the window's width: all lines, and the lines of one screen.
#![allow(missing_docs, reason = "a benchmark")]

use std::hint::black_box;
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
        for (lines, count) in [("all lines", usize::MAX), ("60 lines", 60)] {
            group.bench_function(format!("{name}, {lines}"), |bencher| {
                bencher.iter_custom(|times| {
                    cpu(|| {
                        for time in 0..times {
                            page.wrap(if time % 2 == 0 { 60 } else { 96 });
                            black_box(page.lines_from(0).take(count).count());
                        }
                    })
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, rewrap);
criterion_main!(benches);
