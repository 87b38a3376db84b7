//! The one integration binary: a module a theme, each saying what goes in.
