//! Stage 5: the disposable index and the questions that can be asked of it.
