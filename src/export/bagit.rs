//! The tag files of a BagIt bag (RFC 8493, version 1.0): what says that a folder is whole.
use std::collections::BTreeMap;

/// Length and digest of a file of the bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bagged {
    /// SHA-256, in hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
}

/// `bagit.txt`.
pub const BAG_DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// `bag-info.txt`. It has no date of bagging: the same archive gives the same bag.
pub fn bag_info(payload: &BTreeMap<String, Bagged>, description: &str) -> String {
    let bytes: u64 = payload.values().map(|file| file.bytes).sum();
    // A line break would begin another tag.
    let description = super::citation::one_line(description);
    format!(
        "Bag-Software-Agent: gazette {}\nExternal-Description: {description}\nPayload-Oxum: {bytes}.{}\n",
        env!("CARGO_PKG_VERSION"),
        payload.len()
    )
}

/// `manifest-sha256.txt` or `tagmanifest-sha256.txt`: a digest and a path a line, by path.
pub fn bag_manifest(files: &BTreeMap<String, Bagged>) -> String {
    let mut manifest = String::new();
    for (path, file) in files {
        let path = path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D");
        manifest.push_str(&format!("{}  {path}\n", file.sha256));
    }
    manifest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_paths_and_names_break_no_line() {
        let bagged = |bytes| Bagged {
            sha256: "ab".to_string(),
            bytes,
        };
        let files = BTreeMap::from([
            ("data/été 100%\n.pdf".to_string(), bagged(5)),
            ("data/a".to_string(), bagged(7)),
        ]);
        assert_eq!(bag_manifest(&files), "ab  data/a\nab  data/été 100%25%0A.pdf\n");
        let info = bag_info(&files, "L'été\nBag-Size: 1");
        assert!(info.contains("External-Description: L'été Bag-Size: 1\nPayload-Oxum: 12.2\n"));
    }
}
