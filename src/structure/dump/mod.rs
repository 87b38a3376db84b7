//! A text dump to an issue. The dump has lost fonts and places; what is left are words, gaps between lines, and the
//! addresses at each page's end, which were made from the titles of the articles they lead to.

mod file_name;
mod furniture;
mod headings;
mod likeness;
mod links;
mod masthead;
mod sections;
mod units;

use crate::model::{Evidence, Issue, Page, PageText, Source, SourceText, Warning, WarningCode};
use crate::plain::{Dump, DumpPage};
use crate::structure::ids::slug;
use crate::structure::language::guess;
use likeness::AddressWords;
use std::collections::{HashMap, HashSet};

/// Addresses of a page that are compared with titles: no page has more, and a hostile one is not compared for ever.
const MOST_ADDRESSES: usize = 64;

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
    issue.title_evidence = masthead.title.as_ref().map(|_| Evidence::Masthead);
    issue.title = masthead.title;
    issue.number_evidence = masthead.number.as_ref().map(|_| Evidence::Masthead);
    issue.number = masthead.number;
    issue.date = masthead.date;
    date_from_file_name(&mut issue);

    let units = units::units(&dump);
    issue.language = guess(units.iter().map(|unit| unit.text.as_str())).map(str::to_string);
    let furniture = repeated_addresses(&dump);
    let addresses: Vec<Vec<AddressWords>> = dump
        .pages
        .iter()
        .map(|page| address_words(page, &furniture))
        .collect();
    let roles = headings::roles(&units, &addresses);
    let built = sections::build(&units, &roles, issue.language.as_deref());
    let (links, warnings) = links::links(&dump, &units, &built.of_unit, &built.sections, &furniture);
    issue.sections = built.sections;
    issue.links = links;
    issue.warnings.extend(warnings);
    issue.events = crate::structure::events::find(&issue.sections, issue.date.as_ref(), &mut issue.warnings);
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

/// Addresses of a logo or of a foot: the same on three pages.
fn repeated_addresses(dump: &Dump) -> HashSet<String> {
    let mut pages: HashMap<&str, usize> = HashMap::new();
    for page in &dump.pages {
        let of_page: HashSet<&str> = page.addresses.iter().map(String::as_str).collect();
        for address in of_page {
            *pages.entry(address).or_default() += 1;
        }
    }
    let is_repeated = |(address, pages): (&str, usize)| (pages >= 3).then(|| address.to_string());
    pages.into_iter().filter_map(is_repeated).collect()
}

fn address_words(page: &DumpPage, furniture: &HashSet<String>) -> Vec<AddressWords> {
    page.addresses
        .iter()
        .filter(|address| !furniture.contains(*address))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LinkOrigin, SectionKind, SourceFormat};

    fn read(name: &str, text: &str) -> Issue {
        let source = Source::new(name, SourceFormat::Text, "0123456789abcdef", text.len() as u64);
        issue(&crate::plain::read(text), source)
    }

    /// Puts an empty line after every line, as some dumps do.
    fn double_spaced(text: &str) -> String {
        text.replace('\n', "\n\n")
    }

    #[test]
    fn the_fixture_is_read_as_a_reader_sees_it() {
        let issue = read(
            "passerelle-2024-05.txt",
            include_str!("../../../fixtures/newsletters/passerelle-2024-05.txt"),
        );
        let truth: serde_json::Value =
            serde_json::from_str(include_str!("../../../fixtures/truth/passerelle-2024-05.json")).unwrap();
        let wanted: Vec<_> = truth["sections"].as_array().unwrap().iter().collect();
        assert_eq!(issue.sections.len(), wanted.len());
        for (section, wanted) in issue.sections.iter().zip(&wanted) {
            assert_eq!(section.title, wanted["title"]);
            assert_eq!(
                section.level,
                wanted["level"].as_u64().unwrap() as u8,
                "{}",
                section.title
            );
            assert_eq!(
                section.subtitle.as_deref(),
                wanted["subtitle"].as_str(),
                "{}",
                section.title
            );
            assert_eq!(section.text, wanted["text"], "{}", section.title);
        }
        let wanted = truth["links"].as_array().unwrap();
        assert_eq!(issue.links.len(), wanted.len());
        for (link, wanted) in issue.links.iter().zip(wanted) {
            assert_eq!(link.url, wanted["url"]);
            assert_eq!(link.text, wanted["text"]);
            assert_eq!(link.page, wanted["page"].as_u64().unwrap() as u32);
            let home = &issue.sections[wanted["section"].as_u64().unwrap() as usize];
            assert_eq!(link.section.as_deref(), Some(home.id.as_str()));
        }
        assert_eq!(issue.date.map(|date| date.iso).as_deref(), Some("2024-05"));
        assert!(
            issue
                .warnings
                .iter()
                .any(|warning| warning.code == WarningCode::DateFromFileName)
        );
        assert_eq!(issue.source.pages, 6);
        assert_eq!(issue.language.as_deref(), Some("fr"));
    }

    #[test]
    fn addresses_find_their_article_against_the_order() {
        let text = double_spaced(
            "Le club des marcheurs\nIls sont partis de bon matin sur les chemins creux de la\nvallée.\nLire l'article\n\
             Une épicerie au village\nElle ouvre ses portes en juin, avec du pain et un coin pour\nlire.\nLire l'article\n",
        ) + "\nhttps://a.example/une-epicerie-au-village\nhttps://a.example/le-club-des-marcheurs\n";
        let issue = read("x.txt", &text);
        let pairs: Vec<(&str, &str)> = issue
            .links
            .iter()
            .map(|link| (link.section.as_deref().unwrap_or_default(), link.url.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("le-club-des-marcheurs", "https://a.example/le-club-des-marcheurs"),
                (
                    "une-epicerie-au-village",
                    "https://a.example/une-epicerie-au-village"
                ),
            ]
        );
        assert!(
            issue
                .warnings
                .iter()
                .all(|warning| warning.code != WarningCode::LinkCountMismatch)
        );
    }

    #[test]
    fn printed_and_repeated_addresses_are_one_link_each() {
        let text = double_spaced(
            "Le prêt des vélos\nPour réserver, il suffit d'écrire à velos@a.example ou de passer\nle samedi.\nEn savoir \
             plus\n",
        ) + "\nmailto:velos@a.example\nhttps://a.example/12\nhttps://a.example/12\n";
        let issue = read("x.txt", &text);
        let links: Vec<(&str, &str, LinkOrigin)> = issue
            .links
            .iter()
            .map(|link| (link.text.as_str(), link.url.as_str(), link.origin))
            .collect();
        assert_eq!(
            links,
            [
                ("velos@a.example", "mailto:velos@a.example", LinkOrigin::Dump),
                ("En savoir plus", "https://a.example/12", LinkOrigin::Dump),
            ]
        );
        assert_eq!(issue.links[1].id, "l2");
    }

    #[test]
    fn an_address_without_words_is_kept_and_told() {
        let text = double_spaced(
            "Le prêt des vélos\nIl reprend samedi sous la halle, de neuf heures à midi,\net après.\n",
        ) + "\nhttps://a.example/le-pret-des-velos\n";
        let issue = read("x.txt", &text);
        assert_eq!(issue.links.len(), 1);
        assert_eq!(issue.links[0].text, "");
        assert_eq!(issue.links[0].section.as_deref(), Some("le-pret-des-velos"));
        assert!(
            issue
                .warnings
                .iter()
                .any(|warning| { warning.code == WarningCode::LinkCountMismatch && warning.page == Some(1) })
        );
        assert!(
            issue
                .warnings
                .iter()
                .any(|warning| warning.code == WarningCode::NoDate)
        );
    }

    #[test]
    fn addresses_of_every_page_are_not_those_of_its_articles() {
        let page = |title: &str, address: &str| {
            double_spaced(&format!(
                "{title}\nIl a plu sur les chemins creux de la vallée pendant tout le mois de\nmars.\nLire l'article\n"
            )) + &format!("\nhttps://social.example/vallee\n{address}\nhttps://a.example\n\n\n")
        };
        let text = page("La brocante", "https://a.example/1")
            + &page("Les chemins", "https://a.example/2")
            + &page("Les halles", "https://a.example/3");
        let issue = read("x.txt", &text);
        let with_words: Vec<&str> = issue
            .links
            .iter()
            .filter(|link| !link.text.is_empty())
            .map(|link| link.url.as_str())
            .collect();
        assert_eq!(
            with_words,
            [
                "https://a.example/1",
                "https://a.example/2",
                "https://a.example/3"
            ]
        );
        assert_eq!(issue.links.len(), 9);
        assert!(
            issue
                .warnings
                .iter()
                .all(|warning| warning.code != WarningCode::LinkCountMismatch)
        );
    }

    #[test]
    fn the_contents_are_a_section_of_their_own() {
        let text = "Bulletin n° 4 – mai 2019\n\nSommaire\nLe budget 2\nL'école 3\n\nLe budget\n\nIl a été voté en mars \
                    par tout le conseil, sans hausse des\nimpôts.\n";
        let issue = read("x.txt", text);
        assert_eq!(issue.title.as_deref(), Some("Bulletin"));
        assert_eq!(issue.number.as_deref(), Some("4"));
        let found: Vec<(SectionKind, &str, &str)> = issue
            .sections
            .iter()
            .map(|s| (s.kind, s.title.as_str(), s.text.as_str()))
            .collect();
        assert_eq!(found[0], (SectionKind::Toc, "Sommaire", "Le budget 2\nL'école 3"));
        assert_eq!(found[1].1, "Le budget");
    }

    #[test]
    fn an_empty_dump_is_an_empty_issue() {
        let issue = read("x.txt", "");
        assert!(issue.sections.is_empty() && issue.links.is_empty());
        assert_eq!(issue.source.text, SourceText::None);
        assert_eq!(issue.pages.len(), 1);
    }
}
