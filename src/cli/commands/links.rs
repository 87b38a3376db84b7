//! `gazette links`: where the newsletters lead.
use super::super::damage::name_damaged;
use super::super::output::{Style, counted};
use super::super::{Context, Exit, Failure};
use crate::archive::{Archive, Catalogue};
use crate::model::Link;
use clap::Args;
use serde::Serialize;

/// List the links of the archive or of one issue
///
/// Columns: issue, page, address, words that carry the link, section. With --json, one object of type "link" a line.
#[derive(Debug, Args)]
pub(in super::super) struct LinksArgs {
    /// The issue: short name or beginning of its identifier [default: all]
    #[arg(value_name = "ID")]
    id: Option<String>,
}

#[derive(Serialize)]
struct LinkOf<'a> {
    issue: &'a str,
    slug: &'a str,
    section_title: Option<&'a str>,
    link: &'a Link,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    issues: usize,
    links: usize,
}

pub(in super::super) fn run(args: &LinksArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load(&archive)?;
    let entries = match &args.id {
        Some(id) => vec![catalogue.find(id)?],
        None => catalogue.entries(),
    };
    let mut summary = Summary {
        command: "links",
        issues: entries.len(),
        links: 0,
    };
    for entry in entries {
        if entry.links == 0 {
            continue;
        }
        let issue = archive.record(&entry.sha256)?;
        for link in &issue.links {
            summary.links += 1;
            let section = issue
                .sections
                .iter()
                .find(|section| Some(&section.id) == link.section.as_ref());
            let section_title = section.map(|section| section.title.as_str());
            if context.out.is_json() {
                let link = LinkOf {
                    issue: &issue.id,
                    slug: &issue.slug,
                    section_title,
                    link,
                };
                context.out.object("link", &link)?;
                continue;
            }
            let place = format!("{}  p. {:<4}", issue.slug, link.page);
            let title = section_title.map_or(String::new(), |title| format!("  ({title})"));
            let words = format!("  {}", link.text);
            context.out.styled(&[
                (Style::Faint, &place),
                (Style::Plain, &link.url),
                (Style::Bold, &words),
                (Style::Faint, &title),
            ])?;
        }
    }
    let exit = match &args.id {
        Some(_) => Exit::Done,
        None => name_damaged(&catalogue, context.out)?,
    };
    if context.out.is_json() {
        context.out.object("summary", &summary)?;
    } else {
        context.out.note(&format!(
            "{} in {}",
            counted(summary.links, "link"),
            counted(summary.issues, "issue")
        ))?;
    }
    Ok(exit)
}
