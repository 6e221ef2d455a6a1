//! What is legal but odd in a scenario.

use std::collections::BTreeMap;

use super::Scenario;
use super::diagnostics::Diagnostic;
use super::document::{Document, Origin};

/// Everything odd about a scenario, in the order of the file.
pub(super) fn warnings(scenario: &Scenario, document: &Document, places: &BTreeMap<String, Origin>) -> Vec<Diagnostic> {
    let _ = (scenario, document, places);
    Vec::new()
}
