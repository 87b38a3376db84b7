//! Pages that are pictures: without the program that recognises them, and with one that stands for it.
use crate::support::Sandbox;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn scan() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scans/feuille-de-chou-08-scan.pdf")
}

#[test]
fn without_tesseract_a_scan_is_kept_and_the_hint_says_what_to_install() {
    let sandbox = Sandbox::new();
    let scan = scan();
    let run = sandbox.run(&["ingest", scan.to_str().unwrap()]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(
        run.stderr.contains("apt install tesseract-ocr tesseract-ocr-fra"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("`gazette reread --ocr`"), "{}", run.stderr);
    let issues = sandbox.run(&["export", "--format", "jsonl"]);
    let record: Value = serde_json::from_str(&issues.stdout).unwrap();
    assert_eq!(record["source"]["text"], "none");
    assert_eq!(record["reader"]["ocr"], Value::Null);
    assert_eq!(record["warnings"][0]["code"], "no_text");

    let never = sandbox.run(&["extract", scan.to_str().unwrap(), "--ocr", "never"]);
    assert_eq!(never.code, 0, "{}", never.stderr);
    let always = sandbox.run(&["extract", scan.to_str().unwrap(), "--ocr", "always", "--json"]);
    assert_eq!(always.code, 3);
    assert!(
        always.stderr.contains("\"code\":\"ocr_engine_missing\""),
        "{}",
        always.stderr
    );
}

#[cfg(unix)]
mod with_an_engine {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// Answers every picture with the same words, and counts how often it was asked.
    const ENGINE: &str = r#"#!/bin/sh
case "$1" in
--version) echo "tesseract 9.9.9" ;;
--list-langs) printf 'List of available languages\nfra\n' ;;
*)
    cat > /dev/null
    echo asked >> "$(dirname "$0")/asked"
    cat << 'END'
<html xmlns="http://www.w3.org/1999/xhtml"><body>
<span class="ocr_line" title="bbox 100 100 700 160; baseline 0 -10; x_size 56"><span class="ocrx_word" title="bbox 100 100 420 160; x_wconf 95">Kermesse</span> <span class="ocrx_word" title="bbox 440 100 700 160; x_wconf 95">annuelle</span></span>
<span class="ocr_line" title="bbox 100 200 700 224; baseline 0 -5; x_size 22"><span class="ocrx_word" title="bbox 100 200 300 224; x_wconf 91">Rendez-vous</span> <span class="ocrx_word" title="bbox 310 200 360 224; x_wconf 90">au</span> <span class="ocrx_word" title="bbox 370 200 470 224; x_wconf 22">lavoir</span></span>
<span class="ocr_line" title="bbox 100 230 700 254; baseline 0 -5; x_size 22"><span class="ocrx_word" title="bbox 100 230 200 254; x_wconf 93">samedi</span> <span class="ocrx_word" title="bbox 210 230 330 254; x_wconf 93">prochain.</span></span>
</body></html>
END
    ;;
esac
"#;

    fn engine(sandbox: &Sandbox) -> PathBuf {
        let path = sandbox.write("engine/tesseract", ENGINE);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn asked(sandbox: &Sandbox) -> usize {
        let asked = std::fs::read_to_string(sandbox.path("engine/asked")).unwrap_or_default();
        asked.lines().count()
    }

    #[test]
    fn a_scan_becomes_sections_that_say_how_surely_they_were_read() {
        let sandbox = Sandbox::new();
        let engine = engine(&sandbox);
        let scan = scan();
        let mut command = sandbox.command(&["ingest", scan.to_str().unwrap()]);
        let run = sandbox.normalised(&command.env("GAZETTE_TESSERACT", &engine).output().unwrap());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let record: Value =
            serde_json::from_str(&sandbox.run(&["export", "--format", "jsonl"]).stdout).unwrap();
        assert_eq!(record["source"]["text"], "ocr");
        assert_eq!(record["pages"][0]["text"], "ocr");
        let ocr = &record["reader"]["ocr"];
        assert_eq!(ocr["engine"], "tesseract");
        assert_eq!(ocr["version"], "9.9.9");
        assert_eq!(ocr["languages"], "fra");
        assert_eq!(ocr["pages"][0]["resolution"], 150);
        assert_eq!(ocr["pages"][0]["doubtful"][0]["text"], "lavoir");
        let found = sandbox.run(&["search", "kermesse", "lavoir"]);
        assert_eq!(found.code, 0, "{}", found.stderr);

        // What was recognised once is not recognised again.
        let before = asked(&sandbox);
        assert!(before > 0);
        let mut command = sandbox.command(&["reread", "--all"]);
        let again = sandbox.normalised(&command.env("GAZETTE_TESSERACT", &engine).output().unwrap());
        assert_eq!(again.code, 0, "{}", again.stderr);
        assert_eq!(asked(&sandbox), before);
        let verified = sandbox.run(&["verify"]);
        assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    }

    #[test]
    fn reread_catches_up_with_scans_that_could_not_be_read() {
        let sandbox = Sandbox::new();
        let scan = scan();
        assert_eq!(sandbox.run(&["ingest", scan.to_str().unwrap()]).code, 3);
        assert_eq!(sandbox.run(&["search", "kermesse"]).code, 1);
        let engine = engine(&sandbox);
        let mut command = sandbox.command(&["reread", "--ocr"]);
        let run = sandbox.normalised(&command.env("GAZETTE_TESSERACT", &engine).output().unwrap());
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains("changed 1 record"), "{}", run.stdout);
        assert_eq!(sandbox.run(&["search", "kermesse"]).code, 0);
    }

    #[test]
    fn an_engine_without_the_language_is_named() {
        let sandbox = Sandbox::new();
        let engine = engine(&sandbox);
        let scan = scan();
        let mut command = sandbox.command(&["extract", scan.to_str().unwrap(), "--ocr-language", "bre"]);
        let run = sandbox.normalised(&command.env("GAZETTE_TESSERACT", &engine).output().unwrap());
        assert_eq!(run.code, 3);
        assert!(run.stderr.contains("tesseract-ocr-bre"), "{}", run.stderr);
    }

    #[test]
    fn what_the_machine_lacks_is_no_fault_of_the_file() {
        let sandbox = Sandbox::new();
        let scan = scan();
        let always = sandbox.run(&["ingest", "--ocr", "always", scan.to_str().unwrap()]);
        assert_eq!(always.code, 3, "{}", always.stderr);
        let engine = engine(&sandbox);
        for (languages, code) in [("bre", 3), ("fra", 0)] {
            let mut command =
                sandbox.command(&["ingest", "--ocr-language", languages, scan.to_str().unwrap()]);
            let run = sandbox.normalised(&command.env("GAZETTE_TESSERACT", &engine).output().unwrap());
            assert_eq!(run.code, code, "{languages}: {}", run.stderr);
        }
        assert_eq!(sandbox.run(&["search", "kermesse"]).code, 0);
        let wrong = sandbox.run(&["ingest", "--ocr-language", "fra+", scan.to_str().unwrap()]);
        assert_eq!(wrong.code, 2, "{}", wrong.stderr);
    }

    #[test]
    fn what_was_recognised_stays_where_the_engine_is_gone() {
        let sandbox = Sandbox::new();
        let engine = engine(&sandbox);
        let scan = scan();
        let mut command = sandbox.command(&["ingest", scan.to_str().unwrap()]);
        command.env("GAZETTE_TESSERACT", &engine).output().unwrap();
        let run = sandbox.run(&["reread", "--all"]);
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(run.stderr.contains("apt install"), "{}", run.stderr);
        assert_eq!(sandbox.run(&["search", "kermesse"]).code, 0);
        // Who says never means it.
        let never = sandbox.run(&["reread", "--all", "--ocr", "never"]);
        assert_eq!(never.code, 0, "{}", never.stderr);
        assert_eq!(sandbox.run(&["search", "kermesse"]).code, 1);
    }

    #[test]
    fn an_engine_that_fails_or_lacks_french_is_told_so() {
        let sandbox = Sandbox::new();
        let scan = scan();
        let with = |script: &str, name: &str| {
            let path = sandbox.write(name, script);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            let mut command = sandbox.command(&["extract", scan.to_str().unwrap()]);
            sandbox.normalised(&command.env("GAZETTE_TESSERACT", &path).output().unwrap())
        };
        let failing = "#!/bin/sh\ncase \"$1\" in --version) echo tesseract 9;; --list-langs) echo fra;; *) cat > /dev/null; echo no memory >&2; exit 1;; esac\n";
        let run = with(failing, "failing");
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(run.stderr.contains("no memory"), "{}", run.stderr);
        let english = "#!/bin/sh\ncase \"$1\" in --version) echo tesseract 9;; *) echo eng;; esac\n";
        let run = with(english, "english");
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(run.stderr.contains("tesseract-ocr-fra"), "{}", run.stderr);
        assert!(!run.stderr.contains("is not on this machine"), "{}", run.stderr);
    }

    #[test]
    fn a_recognised_scan_is_exported_with_the_places_of_its_words() {
        let sandbox = Sandbox::new();
        let engine = engine(&sandbox);
        let scan = scan();
        let run = |arguments: &[&str]| {
            let mut command = sandbox.command(arguments);
            sandbox.normalised(&command.env("GAZETTE_TESSERACT", &engine).output().unwrap())
        };
        assert_eq!(run(&["ingest", scan.to_str().unwrap()]).code, 0);
        let alto = run(&["export", "--format", "alto"]);
        assert_eq!(alto.code, 0, "{}", alto.stderr);
        // 100 pixels of 150 in an inch are 800 of 1200.
        assert!(alto.stdout.contains("HPOS=\"800\""), "{}", alto.stdout);
        assert!(
            alto.stdout.contains("CONTENT=\"lavoir\" WC=\"0.22\""),
            "{}",
            alto.stdout
        );
        assert!(alto.stdout.contains("<softwareVersion>9.9.9</softwareVersion>"));

        let searchable = sandbox.path("cherchable.pdf");
        let pdf = run(&["export", "--output", searchable.to_str().unwrap()]);
        assert_eq!(pdf.code, 0, "{}", pdf.stderr);
        let bytes = std::fs::read(&searchable).unwrap();
        let document = lopdf::Document::load_mem(&bytes).unwrap();
        let (_, first) = document.get_pages().into_iter().next().unwrap();
        let drawn = document.get_page_content(first);
        let drawn = String::from_utf8_lossy(&drawn).into_owned();
        assert!(drawn.starts_with("q BT 3 Tr\n"), "{}", &drawn[..40]);
        // `au `
        assert!(drawn.contains("<006100750020> Tj"), "{drawn}");

        // What the engine told is in the archive: the same file comes out without it.
        let again = sandbox.run(&["export", "--output", "encore.pdf"]);
        assert_eq!(again.code, 0, "{}", again.stderr);
        assert_eq!(std::fs::read(sandbox.path("encore.pdf")).unwrap(), bytes);

        // Without either nothing is known of the pages, and nothing is written.
        std::fs::remove_dir_all(sandbox.path("gazette-archive/recognised")).unwrap();
        let missing = sandbox.run(&["export", "--output", "autre.pdf"]);
        assert_eq!(missing.code, 3, "{}", missing.stderr);
        assert!(missing.stderr.contains("apt install"), "{}", missing.stderr);
        assert!(!sandbox.path("autre.pdf").exists());
    }

    #[test]
    fn an_issue_without_recognised_pages_is_its_original() {
        let sandbox = Sandbox::new();
        let lettre =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/newsletters/feuille-de-chou-08.pdf");
        assert_eq!(sandbox.run(&["ingest", lettre.to_str().unwrap()]).code, 0);
        let out = sandbox.path("lettre.pdf");
        let run = sandbox.run(&["export", "--output", out.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("as it is"), "{}", run.stderr);
        assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(&lettre).unwrap());
        let alto = sandbox.run(&["export", "--format", "alto"]);
        assert_eq!(alto.code, 0, "{}", alto.stderr);
        assert!(alto.stdout.contains("<String ") && !alto.stdout.contains(" WC="));
    }
}
