//! What several lines tell together: "Décembre" over "2020", "N°" beside a large "45".
use super::HeadLine;
use super::line::LineReading;
use super::words::is_date_word;
use crate::french::dates::FoundPrecision;
use crate::french::fold::fold_compatible as fold;

/// Longest line that may be a part of a date or a number, in bytes.
const LONGEST_PART: usize = 60;

/// Reads dates and numbers that go on in a neighbouring line. The reading of the first line then holds them; the
/// second is read as empty. Gives the pairs.
pub(super) fn join_split(lines: &[HeadLine], readings: &mut [LineReading]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let is_taken = pairs.iter().any(|(_, second)| *second == index);
        if is_taken || !is_part(&line.text) || !may_go_on(&line.text) {
            continue;
        }
        let neighbour = lines.iter().enumerate().find_map(|(other, next)| {
            let may_follow = other != index && is_part(&next.text) && begins_with_figures(&next.text);
            if !may_follow || !stands_behind(line, next) {
                return None;
            }
            let joined = LineReading::of(&format!("{} {}", line.text.trim_end(), next.text.trim_start()));
            crosses(&joined, line.text.trim_end().len()).then_some((other, joined))
        });
        if let Some((other, joined)) = neighbour {
            if let Some(reading) = readings.get_mut(index) {
                *reading = joined;
            }
            if let Some(reading) = readings.get_mut(other) {
                *reading = LineReading::default();
            }
            pairs.push((index, other));
        }
    }
    pairs
}

fn is_part(text: &str) -> bool {
    text.len() <= LONGEST_PART
}

fn begins_with_figures(text: &str) -> bool {
    text.trim_start_matches([' ', '\'', '’'])
        .starts_with(|letter: char| letter.is_ascii_digit())
}

/// Whether a line ends in a month, a season or the sign of a number.
fn may_go_on(text: &str) -> bool {
    let Some(last) = text
        .split([' ', '-', '–', '/', '\u{a0}'])
        .rfind(|word| !word.is_empty())
    else {
        return false;
    };
    let last = fold(last);
    let is_sign = matches!(
        last.as_str(),
        "n°" | "no" | "no." | "n" | "n." | "numero" | "num" | "#" | "nr" | "nr." | "issue" | "nummer" | "°"
    );
    is_sign || is_date_word(last.trim_end_matches([',', '.', ':']))
}

/// Whether a line stands directly below another, or directly at its right.
fn stands_behind(line: &HeadLine, next: &HeadLine) -> bool {
    let size = line.size.max(next.size);
    let overlaps = next.x0 <= line.x1 + size && next.x1 >= line.x0 - size;
    let below = next.y - (line.y + line.size);
    let is_below = overlaps && next.y > line.y + 0.3 * line.size && below <= 1.2 * size;
    let middle = |line: &HeadLine| line.y + line.size / 2.0;
    let is_level = (middle(line) - middle(next)).abs() <= 0.5 * size;
    let gap = next.x0 - line.x1;
    is_below || (is_level && gap > -0.5 * size && gap <= 2.0 * size)
}

/// Whether a date or a number stands on both sides of the place where two lines meet.
fn crosses(joined: &LineReading, meeting: usize) -> bool {
    let is_over = |start: usize, end: usize| start < meeting && end > meeting;
    let date = joined.date.as_ref();
    date.is_some_and(|date| date.precision != FoundPrecision::Year && is_over(date.start, date.end))
        || joined
            .number
            .as_ref()
            .is_some_and(|number| is_over(number.start, number.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x0: f32, y: f32, size: f32) -> HeadLine {
        HeadLine {
            text: text.to_string(),
            size,
            x0,
            x1: x0 + 0.5 * size * text.chars().count() as f32,
            y,
            page_height: 800.0,
            bold: false,
        }
    }

    fn joined(lines: &[HeadLine]) -> (Option<String>, Option<String>, usize) {
        let mut readings: Vec<LineReading> = lines.iter().map(|line| LineReading::of(&line.text)).collect();
        let pairs = join_split(lines, &mut readings);
        let first = readings.into_iter().next().unwrap_or_default();
        let number = first.number.map(|number| number.number);
        (number, first.date.map(|date| date.iso), pairs.len())
    }

    #[test]
    fn a_year_below_its_month_and_a_number_beside_its_sign_are_joined() {
        let date = Some("2020-12".to_string());
        let month = line("Décembre", 50.0, 40.0, 12.0);
        assert_eq!(
            joined(&[month.clone(), line("2020", 60.0, 54.0, 12.0)]),
            (None, date, 1)
        );
        let sign = line("N°", 50.0, 40.0, 12.0);
        assert_eq!(
            joined(&[sign.clone(), line("45", 66.0, 30.0, 30.0)]),
            (Some("45".to_string()), None, 1)
        );
        // Far below, or on the other side of the page.
        assert_eq!(joined(&[month, line("2020", 60.0, 90.0, 12.0)]).2, 0);
        assert_eq!(joined(&[sign, line("45", 300.0, 40.0, 12.0)]).2, 0);
    }
}
