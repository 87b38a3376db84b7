//! Where an export goes: a folder, or a file that gets its name when it is whole, compressed where its ending says so.
use flate2::Compression;
use flate2::write::GzEncoder;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Endings that name a file rather than a folder.
const FILE_ENDINGS: [&str; 12] = [
    "json", "jsonl", "ndjson", "md", "txt", "ics", "csv", "tsv", "bib", "ris", "xml", "pdf",
];

/// How a path compresses what is written to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

fn packing(path: &Path) -> Packing {
    match path.extension().map(|ending| ending.to_ascii_lowercase()) {
        Some(ending) if ending == "gz" => Packing::Gzip,
        Some(ending) if ending == "zst" => Packing::Zstd,
        _ => Packing::None,
    }
}

/// The ending of a file's name, in lower case, without that of its compression.
pub(super) fn ending(path: &Path) -> Option<String> {
    let inner = path.with_extension("");
    let named = if packing(path) == Packing::None {
        path
    } else {
        &inner
    };
    Some(named.extension()?.to_str()?.to_ascii_lowercase())
}

/// Whether a path names one file for the whole export. A folder that is there is a folder, whatever its name.
pub(super) fn is_file(path: &Path) -> bool {
    let has_ending = ending(path).is_some_and(|ending| FILE_ENDINGS.contains(&ending.as_str()));
    !path.is_dir() && (has_ending || packing(path) != Packing::None)
}

/// A file that is being written. Dropped before its end, it leaves nothing.
pub(super) struct NewFile {
    path: PathBuf,
    part: TempPath,
    sink: Sink,
}

enum Sink {
    Plain(BufWriter<File>),
    Gzip(Box<GzEncoder<BufWriter<File>>>),
    Zstd(Box<zstd::Encoder<'static, BufWriter<File>>>),
}

impl NewFile {
    /// Begins a file, beside which another of a name that begins with a full stop stands until it is whole.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut prefix = OsString::from(".");
        prefix.push(path.file_name().unwrap_or_default());
        prefix.push(".");
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(".part");
        // A temporary file is for its owner alone; an export is for whom the system says.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let (file, part) = builder.tempfile_in(folder)?.into_parts();
        let file = BufWriter::new(file);
        let sink = match packing(path) {
            Packing::None => Sink::Plain(file),
            // No name and no time in it: the same export gives the same bytes.
            Packing::Gzip => Sink::Gzip(Box::new(GzEncoder::new(file, Compression::default()))),
            Packing::Zstd => {
                let mut encoder = zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                Sink::Zstd(Box::new(encoder))
            }
        };
        Ok(Self {
            path: path.to_path_buf(),
            part,
            sink,
        })
    }

    /// Ends the file, lets it outlast a failure of the power, and gives it its name.
    pub(super) fn finish(self) -> io::Result<()> {
        self.end(true)
    }

    /// As [`NewFile::finish`] for one file of many: it is whole after a kill of the program, not after a failure of the
    /// power. To wait for the disk at each of ten thousand files took half a minute.
    pub(super) fn finish_one_of_many(self) -> io::Result<()> {
        self.end(false)
    }

    fn end(self, is_lasting: bool) -> io::Result<()> {
        let mut file = match self.sink {
            Sink::Plain(file) => file,
            Sink::Gzip(encoder) => encoder.finish()?,
            Sink::Zstd(encoder) => encoder.finish()?,
        };
        file.flush()?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        if is_lasting {
            file.sync_all()?;
        }
        self.part.persist(&self.path).map_err(|error| error.error)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Plain(file) => file.write(bytes),
            Sink::Gzip(encoder) => encoder.write(bytes),
            Sink::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Plain(file) => file.flush(),
            // A flush in between would cost compression and lasting is what `finish` is for.
            Sink::Gzip(_) | Sink::Zstd(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn endings_tell_files_from_folders() {
        for (name, wanted) in [
            ("a.jsonl", true),
            ("a.CSV.gz", true),
            ("b.zst", true),
            ("out", false),
            ("v1.2", false),
        ] {
            assert_eq!(is_file(Path::new(name)), wanted, "{name}");
        }
        assert_eq!(ending(Path::new("a.b/x.Jsonl.GZ")).as_deref(), Some("jsonl"));
    }

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.txt", "a.txt.gz", "a.txt.zst"] {
            let path = folder.path().join(name);
            let mut file = NewFile::create(&path).unwrap();
            file.write_all(b"bonjour").unwrap();
            assert!(!path.exists());
            drop(file);
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
        for name in ["a.txt", "a.txt.gz", "a.txt.zst"] {
            let path = folder.path().join(name);
            let mut file = NewFile::create(&path).unwrap();
            file.write_all(b"bonjour").unwrap();
            file.finish().unwrap();
            let bytes = std::fs::read(&path).unwrap();
            let mut text = Vec::new();
            match packing(&path) {
                Packing::None => text = bytes,
                Packing::Gzip => {
                    flate2::read::GzDecoder::new(bytes.as_slice())
                        .read_to_end(&mut text)
                        .unwrap();
                }
                Packing::Zstd => text = zstd::decode_all(bytes.as_slice()).unwrap(),
            }
            assert_eq!(text, b"bonjour", "{name}");
        }
    }
}
