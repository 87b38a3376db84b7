//! `gazette links`: where the newsletters lead.
use super::super::damage::name_damaged;
use super::super::kinds::link_kind;
use super::super::output::{Style, counted};
use super::super::{Context, Exit, Failure};
use super::list::days_between;
use crate::archive::{Archive, Catalogue};
use crate::french::fold::fold;
use crate::model::address::{Redirect, comparison_key, host, redirect};
use crate::model::{Issue, Link, LinkKind};
use crate::search::parse_range;
use clap::Args;
use serde::Serialize;
use std::collections::HashMap;

/// List the links of the archive or of one issue
///
/// Columns: issue, page, address, words that carry the link, section. With --json, one object of type "link" a line,
/// with the target of a redirector that carries it. No address is ever fetched.
#[derive(Debug, Args)]
pub(in super::super) struct LinksArgs {
    /// The issue: short name or beginning of its identifier [default: all]
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Keep the links to this host and those below it: exemple.fr
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Keep the links of one kind
    #[arg(long, value_name = "KIND", value_parser = link_kind())]
    kind: Option<LinkKind>,
    /// Keep the links of sections whose title holds these words
    #[arg(long, value_name = "WORDS")]
    section: Option<String>,
    /// Keep the links of issues of this year, month or day and later: 2012, 2012-03
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Keep the links of issues of this year, month or day and earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Keep the addresses that are linked more than once, tracking parameters aside
    #[arg(long)]
    duplicates: bool,
}

#[derive(Serialize)]
struct LinkOf<'a> {
    issue: &'a str,
    slug: &'a str,
    section_title: Option<&'a str>,
    host: Option<String>,
    /// Whether the address is that of a service that passes the reader on.
    redirector: bool,
    /// Where it passes the reader on, if the address tells.
    target_url: Option<String>,
    /// How often the address stands among the links that were asked for, tracking parameters aside.
    same_address: usize,
    link: &'a Link,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    issues: usize,
    links: usize,
}

/// A link with what is told of its issue.
struct Listed {
    issue: String,
    slug: String,
    section_title: Option<String>,
    key: String,
    target: Option<Redirect>,
    link: Link,
}

pub(in super::super) fn run(args: &LinksArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let days = days_between(args.from.as_deref(), args.to.as_deref())?;
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load(&archive)?;
    let mut entries = match &args.id {
        Some(id) => vec![catalogue.find(id)?],
        None => catalogue.entries(),
    };
    if let Some(days) = days {
        entries.retain(|entry| {
            let day = entry.date.as_ref().and_then(|date| parse_range(&date.iso).ok());
            day.is_some_and(|day| (days.0..=days.1).contains(&day.from))
        });
    }
    let mut summary = Summary {
        command: "links",
        issues: entries.len(),
        links: 0,
    };
    // How often an address is linked is known at the end only: then all that is wanted is held.
    let mut held: Vec<Listed> = Vec::new();
    for entry in entries {
        if entry.links == 0 {
            continue;
        }
        let issue = archive.record(&entry.sha256)?;
        held.extend(wanted(args, &issue));
    }
    let mut times: HashMap<String, usize> = HashMap::new();
    for listed in &held {
        *times.entry(listed.key.clone()).or_default() += 1;
    }
    let count = |listed: &Listed| times.get(&listed.key).copied().unwrap_or(1);
    if args.duplicates {
        held.retain(|listed| count(listed) > 1);
        held.sort_by(|a, b| count(b).cmp(&count(a)).then_with(|| a.key.cmp(&b.key)));
    }
    for listed in &held {
        summary.links += 1;
        print(listed, count(listed), args.duplicates, context)?;
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

/// The links of an issue that the filters let through.
fn wanted(args: &LinksArgs, issue: &Issue) -> Vec<Listed> {
    let wanted_host = args.host.as_deref().map(|name| {
        let lower = name.to_lowercase();
        lower.strip_prefix("www.").unwrap_or(&lower).to_string()
    });
    let wanted_section = args.section.as_deref().map(fold);
    let mut found = Vec::new();
    for link in &issue.links {
        let section = issue
            .sections
            .iter()
            .find(|section| Some(&section.id) == link.section.as_ref());
        let title = section.map(|section| section.title.as_str());
        // Records made elsewhere may know more than the address does.
        let target = match &link.target_url {
            Some(url) => Some(Redirect::To(url.clone())),
            None => redirect(&link.url),
        };
        let final_url = match &target {
            Some(Redirect::To(url)) => url.as_str(),
            _ => link.url.as_str(),
        };
        let is_at_host = |name: &String| {
            [host(&link.url), host(final_url)]
                .into_iter()
                .flatten()
                .any(|host| host == *name || host.ends_with(&format!(".{name}")))
        };
        let is_wanted = args.kind.is_none_or(|kind| kind == link.kind)
            && wanted_host.as_ref().is_none_or(is_at_host)
            && wanted_section
                .as_ref()
                .is_none_or(|words| title.is_some_and(|title| fold(title).contains(words.as_str())));
        if is_wanted {
            found.push(Listed {
                issue: issue.id.clone(),
                slug: issue.slug.clone(),
                section_title: title.map(str::to_string),
                key: comparison_key(final_url),
                target: target.clone(),
                link: link.clone(),
            });
        }
    }
    found
}

fn print(listed: &Listed, times: usize, with_times: bool, context: &mut Context<'_>) -> Result<(), Failure> {
    let Listed { link, target, .. } = listed;
    let target_url = match target {
        Some(Redirect::To(url)) => Some(url.clone()),
        _ => None,
    };
    if context.out.is_json() {
        let link = LinkOf {
            issue: &listed.issue,
            slug: &listed.slug,
            section_title: listed.section_title.as_deref(),
            host: host(&link.url),
            redirector: target.is_some(),
            target_url,
            same_address: times,
            link,
        };
        context.out.object("link", &link)?;
        return Ok(());
    }
    let count = if with_times {
        format!("{times:>4} x  ")
    } else {
        String::new()
    };
    let place = format!("{}  p. {:<4}", listed.slug, link.page);
    let title = listed
        .section_title
        .as_ref()
        .map_or(String::new(), |title| format!("  ({title})"));
    let name = link.alt.as_ref().filter(|_| link.text.is_empty());
    let words = format!("  {}", name.unwrap_or(&link.text));
    let passes_on = match (&target_url, target) {
        (Some(url), _) => format!(" -> {url}"),
        (None, Some(_)) => " -> ?".to_string(),
        (None, None) => String::new(),
    };
    context.out.styled(&[
        (Style::Plain, &count),
        (Style::Faint, &place),
        (Style::Plain, &link.url),
        (Style::Plain, &passes_on),
        (Style::Bold, &words),
        (Style::Faint, &title),
    ])?;
    Ok(())
}
