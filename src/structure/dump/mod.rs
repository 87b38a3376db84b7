//! A text dump to an issue. The dump has lost fonts and places; what is left are words, gaps between lines, and the
//! addresses at each page's end, which were made from the titles of the articles they lead to.

mod file_name;
mod furniture;
mod headings;
mod likeness;
mod links;
mod masthead;
mod phrases;
mod printed;
mod sections;
mod units;

use crate::french::stop::is_stop_word;
use crate::model::{Issue, Page, PageText, Source, SourceText, Warning, WarningCode};
use crate::plain::{Dump, DumpPage};
use crate::structure::ids::slug;
use likeness::AddressWords;
use units::Unit;

/// Addresses of a page that are compared with titles: no page has more, and a hostile one is not compared for ever.
const MOST_ADDRESSES: usize = 200;

/// Builds the record of an issue from a text dump.
pub(super) fn issue(dump: &Dump, source: Source) -> Issue {
    let mut dump = dump.clone();
    let mut issue = Issue::empty(source);
    issue.pages = dump
        .pages
        .iter()
        .zip(1..)
        .map(|(page, number)| page_of(page, number))
        .collect();
    issue.source.pages = u32::try_from(dump.pages.len()).unwrap_or(u32::MAX);
    let has_text = issue.pages.iter().any(|page| page.text == PageText::Native);
    issue.source.text = if has_text {
        SourceText::Native
    } else {
        SourceText::None
    };
    issue.slug = slug_of_file(&issue.source.file_name);

    issue.furniture = furniture::take(&mut dump);
    let masthead = masthead::take(&mut dump);
    issue.furniture.splice(0..0, masthead.furniture);
    issue.title = masthead.title;
    issue.number = masthead.number;
    issue.date = masthead.date;
    date_from_file_name(&mut issue);

    let units = units::units(&dump);
    issue.language = language(&units).map(str::to_string);
    let addresses: Vec<Vec<AddressWords>> = dump.pages.iter().map(address_words).collect();
    let roles = headings::roles(&units, &addresses);
    let built = sections::build(&units, &roles, issue.language.as_deref());
    let (links, warnings) = links::links(&dump, &units, &built.of_unit, &built.sections);
    issue.sections = built.sections;
    issue.links = links;
    issue.warnings.extend(warnings);
    issue
}

fn page_of(page: &DumpPage, number: u32) -> Page {
    Page {
        page: number,
        label: None,
        width: None,
        height: None,
        text: if page.lines.is_empty() {
            PageText::None
        } else {
            PageText::Native
        },
    }
}

fn slug_of_file(file_name: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    slug(stem)
}

fn address_words(page: &DumpPage) -> Vec<AddressWords> {
    page.addresses
        .iter()
        .take(MOST_ADDRESSES)
        .map(|address| AddressWords::new(address))
        .collect()
}

/// Where no date is printed, the name of the file may tell it.
fn date_from_file_name(issue: &mut Issue) {
    if issue.date.is_some() {
        return;
    }
    issue.date = file_name::date(&issue.source.file_name);
    let warning = match &issue.date {
        Some(date) => {
            let message = format!("no date is printed; {} comes from the name of the file", date.iso);
            Warning::new(WarningCode::DateFromFileName, None, message)
        }
        None => Warning::new(
            WarningCode::NoDate,
            None,
            "no date was found in the text or in the name of the file",
        ),
    };
    issue.warnings.push(warning);
}

/// French, where at least a quarter of the words are small words of French.
fn language(units: &[Unit]) -> Option<&'static str> {
    let (mut small, mut all) = (0_usize, 0_usize);
    for unit in units {
        for word in unit
            .text
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
        {
            all += 1;
            small += usize::from(is_stop_word(&word.to_lowercase()));
        }
    }
    (all >= 20 && small * 4 >= all).then_some("fr")
}
