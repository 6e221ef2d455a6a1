//! What comparisons leave in their folders.

use serde_json::Value;

use crate::report::Style;
use crate::report::comparison::{ComparisonInput, comparison_charts, differences};
use crate::report::comparison_page;
use crate::report::figures::Chart;
use crate::report::page::Page;
use crate::report::plans_alone::{PlansAlone, alone_charts, alone_differences};
use crate::report::plans_alone_page;
use crate::report::table::Table;
use crate::store::DIFFERENCES;

use super::super::leave::LeftBehind;
use super::{ComparisonManifest, alone_figures, figures};

impl LeftBehind for ComparisonInput {
    type Manifest = ComparisonManifest;

    fn table(&self) -> Option<(&'static str, Table)> {
        Some((DIFFERENCES, differences(self)))
    }

    fn json(&self) -> Value {
        figures(self)
    }

    fn charts(&self, style: &Style) -> Vec<Chart> {
        comparison_charts(self, style)
    }

    fn page(&self, style: &Style) -> Page {
        comparison_page(self, style)
    }
}

impl LeftBehind for PlansAlone {
    type Manifest = ComparisonManifest;

    fn table(&self) -> Option<(&'static str, Table)> {
        Some((DIFFERENCES, alone_differences(self)))
    }

    fn json(&self) -> Value {
        alone_figures(self)
    }

    fn charts(&self, style: &Style) -> Vec<Chart> {
        alone_charts(self, style)
    }

    fn page(&self, style: &Style) -> Page {
        plans_alone_page(self, style)
    }
}
