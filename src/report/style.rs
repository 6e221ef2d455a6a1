//! How a reader wants it: language, theme, size.

use super::lang::Lang;
use super::theme::{ChartSize, Theme};

/// Language, look and size of charts and reports.
#[derive(Clone, Debug)]
pub struct Style {
    /// Language.
    pub lang: Lang,
    /// Look of the charts.
    pub theme: Theme,
    /// What charts are drawn for.
    pub size: ChartSize,
    /// Leaves title, subtitle and note to the page around the charts.
    pub bare: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { lang: Lang::english(), theme: Theme::default(), size: ChartSize::default(), bare: false }
    }
}
