//! Stage 4: the store of record: originals, records and the ingest that makes them.
