use super::*;
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq)]
struct Thing(String, usize, usize, Option<String>);

impl Listed for Thing {
    type Id = String;

    fn id(&self) -> &String {
        &self.0
    }

    fn place(&self) -> ReadingKey {
        (self.1, Reverse(self.2), Layer::Entity)
    }

    fn number(&self) -> Option<(char, u64)> {
        Some(('e', self.0.strip_prefix('e')?.parse().ok()?))
    }

    /// Values with equal lengths are a group, if these are short.
    fn group(&self) -> Option<&str> {
        ["one", "two", "three"].get(self.2 - self.1 - 1).copied()
    }

    fn speaker_link(&self) -> Option<SpeakerLink<'_, String>> {
        self.3.as_ref().map(|to| SpeakerLink { place: around(self), to: Some(to).filter(|to| !to.is_empty()) })
    }
}

/// The span of the speaker of a value: in another place, and sometimes long.
fn around(thing: &Thing) -> Range<usize> {
    let start = (thing.2 * 7) % 300;
    start..start + 1 + thing.1 % 9 * (thing.1 % 5)
}

/// Values that come in reading order, as from a file, fill their blocks and make no index of the ids.
#[test]
fn values_in_reading_order_take_no_more_memory_than_they_need() {
    let mut spans = SpanList::default();
    for number in 0..10 * BLOCK_VALUES {
        spans.insert_new(Thing(format!("e{number}"), number, number + 1, None));
    }
    assert_eq!(spans.blocks.len(), 10);
    assert!(spans.blocks.iter().all(|block| block.values.capacity() == BLOCK_VALUES));
    assert!(spans.index.get().is_none());
    // One in the middle splits a block, and nothing is lost.
    spans.insert_new(Thing("middle".to_owned(), 200, 201, None));
    assert_eq!((spans.blocks.len(), spans.len()), (11, 10 * BLOCK_VALUES + 1));
    assert!(spans.blocks.iter().all(|block| block.values.len() <= BLOCK_VALUES));
    assert_eq!(spans.number_of("middle"), Some(201));
}

proptest! {
    /// A span list behaves like a sorted list, whatever is inserted and removed while it has clones.
    #[test]
    fn a_span_list_is_a_sorted_list(
        first in 0..400_usize,
        steps in prop::collection::vec((any::<bool>(), 0..300_usize, 1..40_usize), 0..400),
        range in (0..300_usize, 1..60_usize),
    ) {
        let thing = |number: usize, at: usize, long: usize| {
            let to = [None, Some(String::new()), Some(format!("e{}", number % 4))][number % 3].clone();
            Thing(format!("e{number}"), at, at + long, to)
        };
        let mut list: Vec<Thing> = (0..first).map(|number| thing(number, number * 7 % 300, number % 30 + 1)).collect();
        let mut spans = SpanList::from(list.clone());
        let mut clones = Vec::new();
        for (step, (add, at, long)) in steps.into_iter().enumerate() {
            if add {
                // Sometimes the id is in use already.
                let new = thing(1000 + step % 90, at, long);
                list.retain(|known| known.0 != new.0);
                list.push(new.clone());
                spans.insert(new);
            } else if !list.is_empty() {
                let gone = list.swap_remove(at % list.len());
                prop_assert_eq!(spans.remove(gone.0.as_str()), Some(gone));
            }
            if step % 50 == 0 {
                clones.push((spans.clone(), list.clone()));
            }
        }
        clones.push((spans, list));
        for (spans, mut list) in clones {
            list.sort_by(|a, b| (a.place(), a.id()).cmp(&(b.place(), b.id())));
            prop_assert_eq!(spans.len(), list.len());
            prop_assert!(spans.iter().eq(&list));
            for (number, thing) in list.iter().enumerate() {
                prop_assert_eq!(spans.find(thing.0.as_str()), Some(thing));
                prop_assert_eq!(spans.number_of(thing.0.as_str()), Some(number));
                prop_assert_eq!(spans.get(number), Some(thing));
            }
            prop_assert_eq!(spans.find("e-"), None);
            prop_assert_eq!(spans.get(list.len()), None);
            let (start, end) = (range.0, range.0 + range.1);
            let over: Vec<&Thing> = list.iter().filter(|thing| thing.1 < end && thing.2 > start).collect();
            prop_assert_eq!(spans.overlapping(start..end).collect::<Vec<_>>(), over);
            let sorted = |mut things: Vec<&'_ Thing>| -> Vec<String> {
                things.sort_by_key(|thing| (thing.place(), thing.id().clone()));
                things.into_iter().map(|thing| thing.0.clone()).collect()
            };
            for range in [start..end, start..start + 1, 3..3] {
                let covers = |thing: &&Thing| {
                    thing.speaker_link().is_some_and(|speaker_link| speaker_link.place.start <= range.start && speaker_link.place.end >= range.end)
                };
                prop_assert_eq!(sorted(spans.linked_around(&range).collect()), sorted(list.iter().filter(covers).collect()));
            }
            for to in ["e0", "e1", "e2", ""].map(str::to_owned) {
                let goes = |thing: &&Thing| thing.speaker_link().is_some_and(|speaker_link| speaker_link.to == Some(&to));
                prop_assert_eq!(sorted(spans.linked_to(&to).collect()), sorted(list.iter().filter(goes).collect()));
            }
            for group in ["one", "two", "three", "four"] {
                let members: Vec<&Thing> = list.iter().filter(|thing| thing.group() == Some(group)).collect();
                prop_assert_eq!(spans.in_group(group), members);
            }
            let point = list.partition_point(|thing| thing.1 < start);
            prop_assert_eq!(spans.partition_point(|thing| thing.1 < start), point);
            prop_assert!(spans.iter_from(point).eq(list.iter().skip(point)));
            let highest = list.iter().filter_map(Listed::number).map(|(_, number)| number).max().unwrap_or(0);
            prop_assert_eq!(spans.highest_number('e'), highest);
            prop_assert_eq!(SpanList::from(list.clone()), spans.clone());
            prop_assert_eq!(spans.into_iter().collect::<Vec<_>>(), list);
        }
    }
}
