//! The progress bar of a long run.
use crate::archive::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::Path;

/// A bar on stderr; one that draws nothing where stderr is no terminal.
pub(super) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    pub(super) fn new(is_wanted: bool) -> Self {
        let bar = ProgressBar::new(0);
        // Indicatif draws nothing on what is no terminal.
        bar.set_draw_target(if is_wanted {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        });
        Self { bar }
    }

    /// Begins a stage of a run.
    pub(super) fn begin(&self, what: &'static str, total: usize) {
        let bar = &self.bar;
        if let Ok(style) =
            ProgressStyle::with_template("{prefix} {pos}/{len} {wide_bar} {per_sec} {eta} {msg}")
        {
            bar.set_style(style);
        }
        bar.set_prefix(what);
        bar.set_length(total as u64);
        bar.reset();
    }

    /// One more is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
    }

    /// Shows beside the bar how many pages of a scan are recognised.
    pub(super) fn watch_pages(&self) -> impl Fn(usize, usize) + Send + Sync + use<> {
        let bar = self.bar.clone();
        move |done, all| {
            let is_all = done >= all;
            // What is done is said by the bar itself.
            let message = if is_all {
                String::new()
            } else {
                format!("page {done} of {all} recognised")
            };
            bar.set_message(message);
            bar.tick();
        }
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn checking(&self, files: usize) {
        self.begin("comparing", files);
    }

    fn reading(&self, files: usize) {
        self.begin("reading", files);
    }

    fn file_done(&self, _path: &Path) {
        self.step();
    }
}
