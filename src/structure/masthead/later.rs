//! Evidence that is gathered where it is asked for: most issues tell all on their first page.
use std::cell::LazyCell;
use std::ops::Deref;

/// A value that is made when it is first read.
pub(crate) struct Later<'a, T>(LazyCell<T, Box<dyn FnOnce() -> T + 'a>>);

impl<'a, T> Later<'a, T> {
    /// A value that `gather` makes.
    pub(crate) fn new(gather: impl FnOnce() -> T + 'a) -> Self {
        Self(LazyCell::new(Box::new(gather)))
    }
}

impl<'a, T: 'a> From<T> for Later<'a, T> {
    fn from(value: T) -> Self {
        Self::new(move || value)
    }
}

impl<'a, T: Default + 'a> Default for Later<'a, T> {
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T> Deref for Later<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
