//! How charts and reports look.

use serde::{Deserialize, Serialize};

use crate::report::theme::ChartSize;
use crate::words::{LANGUAGES, Words};

use super::recorded::impossible;

/// How charts and reports look; results do not depend on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Language: `en` or `fr`.
    pub lang: String,
    /// What charts are drawn for: `column`, `page` or `slide`.
    pub chart_size: String,
    /// Dots an inch of bitmaps, 36 to 1200.
    pub dpi: u16,
    /// The text of the theme file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Whether a page to explore the scenario lies beside the report of a run, which leads there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub explorer: bool,
}

impl Look {
    /// What in it is no look.
    pub(super) fn fault(&self) -> Option<Words> {
        match () {
            () if !(36..=1_200).contains(&self.dpi) => Some(impossible("dpi", self.dpi)),
            () if self.chart_size.parse::<ChartSize>().is_err() => Some(impossible("chart_size", &self.chart_size)),
            () if !LANGUAGES.contains(&self.lang.as_str()) => Some(impossible("lang", &self.lang)),
            () => None,
        }
    }
}

impl Default for Look {
    fn default() -> Self {
        Self { lang: "en".into(), chart_size: "page".into(), dpi: 220, theme: None, explorer: false }
    }
}
