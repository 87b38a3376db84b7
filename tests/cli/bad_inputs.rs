//! Inputs that cannot be read: what the user is told, what to do about it, and the exit code.
use crate::support::{DUMP, Sandbox, is_superuser, pdf};
use insta::assert_snapshot;

#[test]
fn a_path_where_there_is_nothing() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run(&["ingest", "bulletins"]).told(), @"
    [3]
    error: no such file or folder: bulletins

    hint: check the path; quote it if it holds spaces
    ");
    assert!(
        !sandbox.path("gazette-archive").exists(),
        "no archive is made for nothing"
    );
    assert_snapshot!(sandbox.run(&["extract", "lettre.pdf"]).told(), @"
    [3]
    error: no such file or folder: lettre.pdf

    hint: check the path; quote it if it holds spaces
    ");
}

#[test]
fn several_paths_where_there_is_nothing() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run(&["ingest", "un.pdf", "deux.pdf"]).told(), @"
    [3]
    error: no such file or folder: un.pdf
    error: no such file or folder: deux.pdf

    hint: check the path; quote it if it holds spaces
    ");
}

#[test]
fn an_empty_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("vide/notes.doc", "x");
    assert_snapshot!(sandbox.run(&["ingest", "vide"]).told(), @"
    [3]
    error: no newsletter in vide

    hint: give PDF files, text dumps (.txt) or a folder that holds some
    ");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.write("in/a.txt", DUMP);
    sandbox.write("in/secret/b.txt", "x");
    let secret = sandbox.path("in/secret");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    if is_superuser(&secret) {
        // Nothing is closed to the superuser; a link that leads nowhere cannot be read by anyone.
        std::fs::remove_dir_all(&secret).unwrap();
        std::os::unix::fs::symlink("nowhere", &secret).unwrap();
    }
    let run = sandbox.run(&["ingest", "in", "--follow"]);
    if secret.is_dir() {
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.contains("error: cannot list in/secret: "),
        "{}",
        run.stderr
    );
    assert!(
        run.stdout.starts_with("ingested 1 issue, 0 unchanged, 1 refused"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_text_that_is_called_a_pdf() {
    let sandbox = Sandbox::new();
    sandbox.write("in/lettre.pdf", "Bonjour");
    sandbox.write("in/vide.pdf", "");
    let first = sandbox.run(&["ingest", "in"]);
    assert_snapshot!(first.told(), @"
    [3]
    error: in/lettre.pdf: this is not a PDF file
    error: in/vide.pdf: the file is empty

    hint: if it is a text dump, name it .txt; otherwise ask for the original PDF
    hint: the copy may have failed: get the file again
    ");
    assert_eq!(first.stdout, "ingested 0 issues, 0 unchanged, 2 refused\n");
    let second = sandbox.run(&["ingest", "in"]);
    assert_eq!(second.told(), first.told());
    assert_snapshot!(sandbox.run(&["extract", "in/lettre.pdf"]).told(), @"
    [3]
    error: in/lettre.pdf: this is not a PDF file

    hint: if it is a text dump, name it .txt; otherwise ask for the original PDF
    ");
}

#[test]
fn a_file_of_another_kind() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("in")).unwrap();
    let folder = sandbox.run(&["extract", "in"]);
    assert_eq!(folder.code, 3);
    assert!(
        folder.stderr.contains("hint: this is a folder"),
        "{}",
        folder.stderr
    );
    sandbox.write("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    assert_snapshot!(sandbox.run(&["extract", "photo.png"]).told(), @"
    [3]
    error: photo.png: neither a PDF file nor readable text

    hint: gazette reads PDF files and plain text (.txt)
    ");
}

#[test]
fn a_pdf_that_is_cut_short() {
    let sandbox = Sandbox::new();
    sandbox.write("lettre.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pag");
    let run = sandbox.run(&["extract", "lettre.pdf"]);
    assert_eq!(run.code, 3);
    assert!(
        run.stderr
            .starts_with("error: lettre.pdf: the PDF file is damaged: "),
        "{}",
        run.stderr
    );
    let hint = "\n\nhint: the file may be cut short: get it again, or repair it with `qpdf in.pdf out.pdf`\n";
    assert!(run.stderr.ends_with(hint), "{}", run.stderr);
}

#[test]
fn a_pdf_that_lost_its_end_is_read_as_far_as_it_goes() {
    let sandbox = Sandbox::new();
    let whole = pdf::with_pages(&["Une lettre du canal"]);
    let cut = whole.len() - whole.len() / 5;
    sandbox.write("lettre.pdf", &whole[..cut]);
    let run = sandbox.run(&["extract", "lettre.pdf", "--format", "text"]);
    // What a cut spares depends on the writer of the file; never does it end in a fault.
    assert!(matches!(run.code, 0 | 3), "{}", run.told());
    assert!(!run.stderr.contains("fault of gazette"), "{}", run.stderr);
}

#[test]
fn a_pdf_that_wants_a_password() {
    let sandbox = Sandbox::new();
    sandbox.write("in/secret.pdf", pdf::encrypted("sesame"));
    assert_snapshot!(sandbox.run(&["ingest", "in"]).told(), @"
    [3]
    error: in/secret.pdf: the PDF file is encrypted and wants a password

    hint: give the password with --password
    ");
    assert_snapshot!(sandbox.run(&["extract", "in/secret.pdf", "--password", "autre"]).told(), @"
    [3]
    error: in/secret.pdf: the password does not open this PDF file

    hint: try the other password of the file (user or owner)
    ");
    let run = sandbox.run(&[
        "extract",
        "in/secret.pdf",
        "--password",
        "sesame",
        "--format",
        "text",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Un texte secret"), "{}", run.stdout);
    let run = sandbox.run(&["ingest", "in", "--password", "sesame"]);
    assert!(
        run.stdout.starts_with("ingested 1 issue"),
        "{}{}",
        run.stdout,
        run.stderr
    );
}

#[test]
fn a_pdf_of_pictures_only_is_kept_with_a_warning() {
    let sandbox = Sandbox::new();
    sandbox.write("in/scan.pdf", pdf::of_pictures(2));
    let run = sandbox.run(&["ingest", "in", "--ocr", "never"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.starts_with("ingested 1 issue, 0 unchanged, 0 refused"),
        "{}",
        run.stdout
    );
    assert!(run.stderr.contains("warning: in/scan.pdf: "), "{}", run.stderr);
    assert!(run.stderr.contains("[no_text]"), "{}", run.stderr);
    let record = sandbox.run(&["show", "scan", "--json"]).objects()[0]["record"].clone();
    assert_eq!(record["source"]["text"], "none");
    assert_eq!(record["warnings"][0]["code"], "no_text");
}

#[test]
fn with_json_an_error_is_one_object() {
    let sandbox = Sandbox::new();
    sandbox.write("lettre.pdf", "Bonjour");
    let run = sandbox.run(&["extract", "lettre.pdf", "--json"]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""));
    assert_eq!(
        run.error(),
        serde_json::json!({
            "type": "error",
            "code": "not_a_pdf",
            "message": "this is not a PDF file",
            "path": "lettre.pdf",
            "page": null,
            "hint": "if it is a text dump, name it .txt; otherwise ask for the original PDF",
        })
    );
    let run = sandbox.run(&["extract", "--json"]);
    assert_eq!((run.code, run.error()["code"].as_str()), (2, Some("usage")));
}

#[test]
fn a_name_with_control_characters_cannot_drive_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.write("a\u{1b}[31m\u{202e}.pdf", "Bonjour");
    let run = sandbox.run(&["extract", "a\u{1b}[31m\u{202e}.pdf"]);
    assert!(
        run.stderr
            .starts_with("error: a�[31m�.pdf: this is not a PDF file"),
        "{:?}",
        run.stderr
    );
}

#[test]
fn pages_that_cannot_be() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", DUMP);
    sandbox.write("a.pdf", pdf::with_pages(&["La première page"]));
    for name in ["a.txt", "a.pdf"] {
        let run = sandbox.run(&["extract", name, "--pages", "7"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    }
    let run = sandbox.run(&["extract", "a.txt", "--pages", "6-1"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("the first page must not come after the last"),
        "{}",
        run.stderr
    );
}
