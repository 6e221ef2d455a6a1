//! Jobs by what they leave behind.
