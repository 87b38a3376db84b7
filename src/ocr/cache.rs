//! What the engine told of a bitmap, kept in a folder under the digest of the bitmap and of the engine: the same page is
//! recognised once, however often it is read. The folder can be thrown away.
use super::bitmap::Bitmap;
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::PathBuf;

/// A folder of answers.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache in a folder, which is made when the first answer is kept.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The name of the answer to a bitmap of an engine.
    pub(super) fn key(&self, bitmap: &Bitmap, engine: &str) -> String {
        let mut digest = Sha256::new();
        digest.update(format!(
            "{engine} {} {} {}\n",
            bitmap.width, bitmap.height, bitmap.resolution
        ));
        digest.update(&bitmap.grey);
        let mut key = String::with_capacity(64);
        for byte in digest.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(key, "{byte:02x}");
        }
        key
    }

    pub(super) fn get(&self, key: &str) -> Option<String> {
        std::fs::read_to_string(self.path(key)).ok()
    }

    /// Keeps an answer, whole or not at all.
    pub(super) fn put(&self, key: &str, answer: &str) -> Result<()> {
        let path = self.path(key);
        let failed = |error| Error::io("write", &path, error);
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        // Not a temporary file of the system's kind: those only their owner may read.
        let part = self.folder.join(format!("{key}.{}.part", std::process::id()));
        std::fs::write(&part, answer)
            .and_then(|()| std::fs::rename(&part, &path))
            .inspect_err(|_| {
                let _ = std::fs::remove_file(&part);
            })
            .map_err(failed)
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.hocr"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_known_by_bitmap_and_engine() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(folder.path().join("ocr"));
        let bitmap = |grey: u8| Bitmap {
            width: 2,
            height: 1,
            grey: vec![grey; 2],
            resolution: 300.0,
        };
        let key = cache.key(&bitmap(7), "tesseract 5 fra");
        assert_ne!(key, cache.key(&bitmap(8), "tesseract 5 fra"));
        assert_ne!(key, cache.key(&bitmap(7), "tesseract 5 eng"));
        assert_eq!(cache.get(&key), None);
        cache.put(&key, "<html/>").unwrap();
        assert_eq!(cache.get(&key).as_deref(), Some("<html/>"));
    }
}
