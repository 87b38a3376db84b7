//! `gazette gaps`: which numbers of each publication are held, and which are missing.
use super::super::damage::name_damaged;
use super::super::output::{Style, counted};
use super::super::{Context, Exit, Failure};
use crate::archive::{Archive, Catalogue, Numbering, Periodicity, Place, Series, runs, series, series_key};
use crate::error::Error;
use clap::Args;
use serde::Serialize;

/// Tell which numbers of each publication are held, missing, double or out of order
///
/// Issues belong together by their publication, else by their title; `gazette correct ID --publication NAME` puts one
/// where it belongs. Where issues have no numbers, the rhythm of their dates tells what is missing. With --json, one
/// object of type "series" a publication.
#[derive(Debug, Args)]
pub(in super::super) struct GapsArgs {
    /// Publications, by name or words of it [default: all]
    #[arg(value_name = "PUBLICATION")]
    publications: Vec<String>,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    series: usize,
    issues: usize,
    missing: usize,
    double: usize,
    out_of_order: usize,
    /// Issues that tell neither publication nor title.
    without_series: usize,
}

pub(in super::super) fn run(args: &GapsArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load_to_read(&archive)?;
    let entries = catalogue.entries();
    let all = series(&entries);
    let in_series: usize = all.iter().map(|series| series.issues).sum();
    let without_series = entries.len() - in_series;
    let chosen = choose(all, &args.publications)?;
    let mut summary = Summary {
        command: "gaps",
        series: chosen.len(),
        issues: 0,
        missing: 0,
        double: 0,
        out_of_order: 0,
        without_series,
    };
    for series in &chosen {
        summary.issues += series.issues;
        summary.missing += series.missing.len() + series.missing_dates.len();
        summary.double += series.doubled.len();
        summary.out_of_order += series.out_of_order.len();
        if context.out.is_json() {
            context.out.object("series", series)?;
        } else {
            print(series, context)?;
        }
    }
    let exit = name_damaged(&catalogue, context.out)?;
    if context.out.is_json() {
        context.out.object("summary", &summary)?;
        return Ok(exit);
    }
    let mut line = format!(
        "{summary_series} series, {} missing, {} double, {} out of order",
        summary.missing,
        summary.double,
        summary.out_of_order,
        summary_series = summary.series
    );
    if without_series > 0 {
        line.push_str(&format!("; {} in no series", counted(without_series, "issue")));
    }
    context.out.note(&line)?;
    Ok(exit)
}

fn choose(all: Vec<Series>, names: &[String]) -> Result<Vec<Series>, Error> {
    if names.is_empty() {
        return Ok(all);
    }
    let known: Vec<String> = all.iter().map(|series| series.publication.clone()).collect();
    let keys: Vec<String> = names.iter().map(|name| series_key(name)).collect();
    let is_named = |series: &Series| {
        let key = series_key(&series.publication);
        keys.contains(&key)
            || keys
                .iter()
                .any(|wanted| format!(" {key} ").contains(&format!(" {wanted} ")))
    };
    let chosen: Vec<Series> = all.into_iter().filter(is_named).collect();
    if chosen.is_empty() {
        return Err(Error::Usage {
            message: format!("no publication {}", names.join(", ")),
            hint: format!("the archive holds: {}", known.join(", ")),
        });
    }
    Ok(chosen)
}

fn print(series: &Series, context: &mut Context<'_>) -> std::io::Result<()> {
    let out = &mut *context.out;
    let mut facts = vec![counted(series.issues, "issue")];
    match (&series.first, &series.last) {
        (Some(first), Some(last)) if first != last => facts.push(format!("{first} to {last}")),
        (Some(first), _) => facts.push(first.clone()),
        _ => {}
    }
    facts.extend(rhythm(series.periodicity).map(str::to_string));
    if series.numbering == Numbering::Yearly {
        facts.push("numbered by year".to_string());
    }
    out.styled(&[
        (Style::Bold, &series.publication),
        (Style::Plain, &format!("  {}", facts.join(", "))),
    ])?;
    let mut row = |name: &str, text: &str| {
        if text.is_empty() {
            return Ok(());
        }
        out.styled(&[(Style::Faint, &format!("  {name:<15}")), (Style::Plain, text)])
    };
    row("held", &series.held)?;
    row("missing", &runs(&series.missing))?;
    row("missing", &series.missing_dates.join(", "))?;
    for (before, after) in &series.jumps {
        row(
            "jump",
            &format!("{} to {}: a wrong number?", place(before), place(after)),
        )?;
    }
    for doubled in &series.doubled {
        row(
            "double",
            &format!("{}: {}", place(&doubled.place), doubled.issues.join(", ")),
        )?;
    }
    for one in &series.out_of_order {
        let text = format!("{} of {}: {}", one.number, one.date, one.issue);
        row("out of order", &text)?;
    }
    row("without number", &some(&series.without_number))?;
    row("without date", &some(&series.without_date))
}

fn place(place: &Place) -> String {
    match place.year {
        Some(year) => format!("{}/{year}", place.number),
        None => place.number.to_string(),
    }
}

/// The first identifiers of a list, and how many more there are.
fn some(ids: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut text = ids
        .iter()
        .take(SHOWN)
        .cloned()
        .collect::<Vec<String>>()
        .join(", ");
    if ids.len() > SHOWN {
        text.push_str(&format!(" and {} more", ids.len() - SHOWN));
    }
    text
}

fn rhythm(periodicity: Periodicity) -> Option<&'static str> {
    match periodicity {
        Periodicity::Weekly => Some("weekly"),
        Periodicity::Monthly => Some("monthly"),
        Periodicity::Bimonthly => Some("every other month"),
        Periodicity::Quarterly => Some("quarterly"),
        Periodicity::HalfYearly => Some("twice a year"),
        Periodicity::Yearly => Some("yearly"),
        Periodicity::Irregular => None,
    }
}
