//! Results made readable: tables, charts, pages. Everything here turns results into bytes; somebody else writes them.

pub mod manifest;
