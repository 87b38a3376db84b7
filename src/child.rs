//! Programs that are run beside this one: within a limit of memory, and with pipes that cannot stop them.
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::thread::{Builder, JoinHandle};

/// A command that runs a program within a limit of address space in kilobytes, where the system has one.
pub(crate) fn limited(program: &Path, memory_kb: u64) -> Command {
    if !cfg!(unix) {
        return Command::new(program);
    }
    let mut shell = Command::new("sh");
    let limit = format!("ulimit -v {memory_kb} 2>/dev/null; exec \"$0\" \"$@\"");
    shell.arg("-c").arg(limit).arg(program);
    shell
}

/// What a program prints on one stream, read to its end on a thread of its own: a full pipe would stop the program.
pub(crate) struct Drain(Option<JoinHandle<String>>);

impl Drain {
    /// Begins to read a stream.
    pub(crate) fn of(stream: Option<impl Read + Send + 'static>) -> Self {
        let read = |mut stream: Box<dyn Read + Send>| {
            let mut bytes = Vec::new();
            let _ = stream.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let thread = stream.and_then(|stream| {
            let stream: Box<dyn Read + Send> = Box::new(stream);
            Builder::new().spawn(move || read(stream)).ok()
        });
        Self(thread)
    }

    /// Waits for the end of the stream.
    pub(crate) fn text(self) -> String {
        self.0.and_then(|thread| thread.join().ok()).unwrap_or_default()
    }
}
