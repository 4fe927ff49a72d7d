//! The statistics of `tawsim stats` as text, JSON and CSV.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use crate::measure::{Row, Table, Value};

use super::messages::write_line;

/// The widest bar, in cells.
const BAR: usize = 24;

/// The most rows of a table that people get. JSON and CSV have all.
const MOST_ROWS: usize = 40;

/// The longest name that decides how wide a column is, in characters.
const WIDEST: usize = 28;

/// Writes the tables for people. Tables without rows are left out; so are columns in which every count is 0 or every value is
/// missing.
pub(super) fn write_tables(tables: &[Table], has_bars: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut is_first = true;
    for table in tables.iter().filter(|table| table.is_for_people && !table.rows.is_empty()) {
        if !is_first {
            write_line(out, "")?;
        }
        is_first = false;
        write_table(table, has_bars, out)?;
    }
    Ok(())
}

fn write_table(table: &Table, has_bars: bool, out: &mut dyn Write) -> io::Result<()> {
    write_line(out, table.title)?;
    let shown: Vec<&Row> = table.rows.iter().take(MOST_ROWS).collect();
    let columns: Vec<usize> = (0..table.values.len()).filter(|at| has_values(table, *at)).collect();
    // The last name is behind the numbers if it is words of the text: these may be of any length and direction.
    let (names, words) = match table.keys.split_last() {
        Some((&"words", names)) => (names, true),
        _ => (table.keys, false),
    };
    let name_widths: Vec<usize> = (0..names.len())
        .map(|at| {
            let of_rows = shown.iter().filter_map(|row| row.keys.get(at)).map(|name| name.chars().count().min(WIDEST));
            of_rows.chain([names.get(at).map_or(0, |name| name.len())]).max().unwrap_or_default()
        })
        .collect();
    let cells: Vec<Vec<String>> = shown.iter().map(|row| columns.iter().map(|at| cell(row, *at)).collect()).collect();
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(column, at)| {
            let of_rows = cells.iter().filter_map(|row| row.get(column)).map(String::len);
            of_rows.chain([heading(table, *at).len()]).max().unwrap_or_default()
        })
        .collect();
    let titles: Vec<String> = columns.iter().map(|at| heading(table, *at)).collect();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    write_line(out, line(&names, &name_widths, &titles, &widths).trim_end())?;
    let largest = table.bar.map_or(0.0, |at| shown.iter().filter_map(|row| number(row, at)).fold(0.0, f64::max));
    for (row, cells) in shown.iter().zip(&cells) {
        let mut written = line(&row.keys, &name_widths, cells, &widths);
        if words && let Some(words) = row.keys.last() {
            written = format!("{written}  {words}");
        }
        if let Some(at) = table.bar.filter(|_| has_bars) {
            let most = if matches!(row.values.get(at), Some(Value::Share(_))) { 1.0 } else { largest };
            written = format!("{written}  {}", bar(number(row, at).unwrap_or_default(), most));
        }
        write_line(out, written.trim_end())?;
    }
    match table.rows.len() - shown.len() {
        0 => Ok(()),
        rest => write_line(out, &format!("  … and {rest} more; --format json has all")),
    }
}

fn line(names: &[String], name_widths: &[usize], cells: &[String], widths: &[usize]) -> String {
    let names = names.iter().zip(name_widths).map(|(name, width)| format!("  {name:<width$}"));
    let cells = cells.iter().zip(widths).map(|(cell, width)| format!("  {cell:>width$}"));
    names.chain(cells).collect()
}

fn has_values(table: &Table, at: usize) -> bool {
    let is_told = |row: &Row| match row.values.get(at) {
        // A share of 0 says something, a count of 0 in every row does not.
        Some(Value::Share(share)) => share.is_some(),
        Some(value) => value.number().is_some_and(|number| number > 0.0),
        None => false,
    };
    table.rows.iter().any(is_told) || table.bar == Some(at)
}

fn heading(table: &Table, at: usize) -> String {
    table.values.get(at).map_or_else(String::new, |name| {
        name.replace("seconds_per_", "s/").replace("keys_per_", "keys/").replace("_per_", "/").replace('_', " ")
    })
}

fn number(row: &Row, at: usize) -> Option<f64> {
    row.values.get(at).and_then(|value| value.number())
}

fn cell(row: &Row, at: usize) -> String {
    match row.values.get(at) {
        Some(Value::Count(count)) => count.to_string(),
        Some(Value::Share(Some(share))) => format!("{:.1}%", share * 100.0),
        Some(Value::Mean(Some(mean))) => format!("{mean:.1}"),
        _ => "-".to_owned(),
    }
}

/// A bar of eighths of a cell.
pub(super) fn bar(number: f64, most: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if most <= 0.0 {
        return String::new();
    }
    let eighths = ((number / most).clamp(0.0, 1.0) * (BAR * 8) as f64).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS.get(eighths % 8).copied().unwrap_or_default())
}

/// The course of some shares from 0 to 1, a cell each. Its lowest and highest levels are the least and the largest share.
pub(super) fn sparkline(shares: &[f64]) -> String {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
    let range = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max) - least;
    let level = |share: &f64| if range > 0.0 { ((share - least) / range * 7.0).round() as usize } else { 0 };
    shares.iter().filter_map(|share| LEVELS.get(level(share))).collect()
}

/// An object with an array for each table, with an object for each row.
pub(super) fn json_report(tables: &[Table]) -> Json {
    let object = |table: &Table, row: &Row| -> Json {
        let keys = table.keys.iter().zip(&row.keys).map(|(name, key)| ((*name).to_owned(), json!(key)));
        let values =
            table.values.iter().zip(&row.values).map(|(name, value)| (json_name(table, name), json_value(*value)));
        keys.chain(values).collect::<Map<_, _>>().into()
    };
    let arrays = tables.iter().map(|table| {
        let rows: Vec<Json> = table.rows.iter().map(|row| object(table, row)).collect();
        (table.name.to_owned(), Json::Array(rows))
    });
    arrays.collect::<Map<_, _>>().into()
}

/// The name of a value. A value that has the name of a key counts edits of it.
fn json_name(table: &Table, name: &str) -> String {
    if table.keys.contains(&name) || EDITS.contains(&name) { format!("edited_{name}") } else { name.to_owned() }
}

const EDITS: [&str; 6] = ["edges", "label", "kind", "content", "cue", "speaker"];

fn json_value(value: Value) -> Json {
    match value {
        Value::Count(count) => json!(count),
        Value::Share(number) | Value::Mean(number) => json!(number),
    }
}

/// One value a line: the table, the names of the row (at most three), the name of the value, the value.
pub(super) fn write_csv(tables: &[Table], out: &mut dyn Write) -> io::Result<()> {
    // RFC 4180 ends lines so.
    write!(out, "table,name1,name2,name3,measure,value\r\n")?;
    for table in tables {
        for row in &table.rows {
            for (name, value) in table.values.iter().zip(&row.values) {
                let key = |at: usize| row.keys.get(at).map_or_else(String::new, |key| csv_field(key));
                let value = value.number().map_or_else(String::new, |number| number.to_string());
                let (one, two, three) = (key(0), key(1), key(2));
                write!(out, "{},{one},{two},{three},{},{value}\r\n", table.name, json_name(table, name))?;
            }
        }
    }
    Ok(())
}

/// A field of CSV. A spreadsheet takes a field that begins with `=`, `+`, `-` or `@` for a formula, so such a field begins with an
/// apostrophe.
fn csv_field(words: &str) -> String {
    let is_formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let words = if is_formula { format!("'{words}") } else { words.to_owned() };
    if words.contains([',', '"', '\n', '\r']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_eighths_and_end_at_their_width() {
        assert_eq!(bar(1.0, 1.0), "█".repeat(BAR));
        assert_eq!(bar(9.0, 1.0), "█".repeat(BAR));
        assert_eq!(bar(0.0, 0.0), "");
        assert_eq!(bar(1.0, (BAR * 2) as f64), "▌");
    }

    #[test]
    fn sparklines_reach_from_the_least_to_the_largest_share() {
        assert_eq!(sparkline(&[0.2, 0.6, 0.8]), "▁▆█");
        assert_eq!((sparkline(&[0.4, 0.4]), sparkline(&[])), ("▁▁".to_owned(), String::new()));
    }

    #[test]
    fn fields_of_csv_are_quoted_and_are_no_formulas() {
        for (words, field) in
            [("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=1+1", "'=1+1"), ("-", "'-"), ("باريس", "باريس")]
        {
            assert_eq!(csv_field(words), field);
        }
    }
}
