//! Stage 6: one writer a format, from model types only.
