//! The documents that a query asks for, in order, and how many match in all.
use super::copies::are_copies;
use super::index::engine_error;
use super::run::{Options, Reader, Sort};
use super::schema::DATE_FIELD;
use crate::error::Result;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query as EngineQuery};
use tantivy::schema::Value;
use tantivy::{DocAddress, Order, TantivyDocument};

/// An index document that was found, and its copies.
pub(super) struct Found {
    pub(super) score: f32,
    pub(super) address: DocAddress,
    pub(super) copies: Vec<DocAddress>,
}

/// The documents that are asked for, and the number of all that match.
pub(super) fn best(
    reader: &Reader,
    query: &dyn EngineQuery,
    options: &Options,
) -> Result<(Vec<Found>, usize)> {
    if options.sort == Sort::Relevance && !options.folds_copies && !skips_weak_documents(query) {
        return collect_and_count(reader, query, options);
    }
    let total = reader.searcher.search(query, &Count).map_err(engine_error)?;
    if options.folds_copies {
        return Ok((folded(reader, query, options, total)?, total));
    }
    let wanted = options.limit.min(total.saturating_sub(options.offset));
    let found = collect(reader, query, options.sort, wanted, options.offset)?;
    Ok((found, total))
}

/// Whether the engine, asked for the best documents alone, passes over those that cannot be among them: it does for
/// words of which any will do. Counting has to look at every document, so that it costs a pass of its own there, and
/// nothing where every document is looked at anyway.
fn skips_weak_documents(query: &dyn EngineQuery) -> bool {
    let is_any = query
        .downcast_ref::<BooleanQuery>()
        .is_some_and(|query| query.clauses().iter().all(|(occur, _)| *occur == Occur::Should));
    let mut wants_places = false;
    query.query_terms(&mut |_, wants_place| wants_places |= wants_place);
    is_any && !wants_places
}

/// The best documents and the number of all, in one pass.
fn collect_and_count(
    reader: &Reader,
    query: &dyn EngineQuery,
    options: &Options,
) -> Result<(Vec<Found>, usize)> {
    // The engine refuses to collect nothing, and makes room for all that it is asked for.
    let sections = usize::try_from(reader.collection.sections).unwrap_or(usize::MAX);
    let limit = options.limit.min(sections.saturating_sub(options.offset));
    if limit == 0 {
        let total = reader.searcher.search(query, &Count).map_err(engine_error)?;
        return Ok((Vec::new(), total));
    }
    let top = TopDocs::with_limit(limit).and_offset(options.offset);
    let statistics = reader.collection.statistics(&reader.searcher);
    let (scored, total) = reader
        .searcher
        .search_with_statistics_provider(query, &(top.order_by_score(), Count), &statistics)
        .map_err(engine_error)?;
    let found = scored
        .into_iter()
        .map(|(score, address)| found(score, address))
        .collect();
    Ok((found, total))
}

/// The documents that are asked for, copies with the first of them. What is asked for is counted in hits, so that as
/// many documents are looked at as it takes.
fn folded(reader: &Reader, query: &dyn EngineQuery, options: &Options, total: usize) -> Result<Vec<Found>> {
    let wanted = options.offset.saturating_add(options.limit).min(total);
    let mut looked_at = wanted.saturating_add(wanted / 2).saturating_add(16).min(total);
    loop {
        let mut groups: Vec<(Found, Option<Vec<u8>>)> = Vec::new();
        let all_found = collect(reader, query, options.sort, looked_at, 0)?;
        let signatures = signatures(reader, &all_found)?;
        for (found, signature) in all_found.into_iter().zip(signatures) {
            let first = signature.as_ref().and_then(|signature| {
                groups
                    .iter_mut()
                    .find(|(_, other)| other.as_ref().is_some_and(|other| are_copies(signature, other)))
            });
            match first {
                Some((first, _)) => first.copies.push(found.address),
                None => groups.push((found, signature)),
            }
        }
        if groups.len() >= wanted || looked_at >= total {
            let hits = groups.into_iter().map(|(found, _)| found);
            return Ok(hits.skip(options.offset).take(options.limit).collect());
        }
        looked_at = looked_at.saturating_mul(2).min(total);
    }
}

/// What tells the copies of each document. Several are looked up at once: each waits for the disk.
fn signatures(reader: &Reader, all_found: &[Found]) -> Result<Vec<Option<Vec<u8>>>> {
    let signature = |found: &Found| {
        let document: TantivyDocument = reader.searcher.doc(found.address)?;
        let bytes = document.get_first(reader.fields.signature);
        Ok(bytes.and_then(|value| value.as_bytes()).map(<[u8]>::to_vec))
    };
    let executor = reader.searcher.index().search_executor();
    executor.map(signature, all_found.iter()).map_err(engine_error)
}

fn collect(
    reader: &Reader,
    query: &dyn EngineQuery,
    sort: Sort,
    limit: usize,
    offset: usize,
) -> Result<Vec<Found>> {
    // The engine refuses to collect nothing.
    if limit == 0 {
        return Ok(Vec::new());
    }
    let top = TopDocs::with_limit(limit).and_offset(offset);
    let order = match sort {
        Sort::Relevance => {
            let statistics = reader.collection.statistics(&reader.searcher);
            let scored = reader
                .searcher
                .search_with_statistics_provider(query, &top.order_by_score(), &statistics)
                .map_err(engine_error)?;
            return Ok(scored
                .into_iter()
                .map(|(score, address)| found(score, address))
                .collect());
        }
        Sort::Newest => Order::Desc,
        Sort::Oldest => Order::Asc,
    };
    let by_date = top.order_by_fast_field::<u64>(DATE_FIELD, order);
    let dated = reader.searcher.search(query, &by_date).map_err(engine_error)?;
    Ok(dated
        .into_iter()
        .map(|(_, address)| found(0.0, address))
        .collect())
}

fn found(score: f32, address: DocAddress) -> Found {
    Found {
        score,
        address,
        copies: Vec::new(),
    }
}
