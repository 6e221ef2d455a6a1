//! `comparison.json`.

use serde_json::{Map, Value, json};

use crate::report::comparison::ComparisonInput;

/// The comparison as JSON.
#[must_use]
pub fn figures(input: &ComparisonInput) -> Value {
    let reference = &input.variants[0].id;
    let against = input.variants.iter().filter_map(|variant| {
        let comparison = variant.comparison.as_ref()?;
        let differences = comparison.differences.iter().map(|it| {
            let value = json!({
                "reference": it.reference, "value": it.other,
                "difference": it.difference, "low": it.low, "high": it.high,
            });
            (input.key(it.figure), value)
        });
        let changes = comparison
            .changes
            .iter()
            .map(|change| json!({ "from": change.from.name(), "to": change.to.name(), "trials": change.trials }));
        Some(json!({
            "variant": variant.id,
            "paired": comparison.is_paired(),
            "trials": comparison.trials,
            "changed": comparison.changes.iter().fold(0, |sum, change| sum + change.trials),
            "changes": changes.collect::<Vec<_>>(),
            "differences": differences.collect::<Map<_, _>>(),
        }))
    });
    let differing = input.differing.iter().map(|it| {
        let written = input.variants.iter().zip(&it.written).map(|(variant, text)| (variant.id.clone(), json!(text)));
        (it.path.clone(), Value::Object(written.collect()))
    });
    json!({
        "reference": reference,
        "variants": input.variants.iter().map(|variant| &variant.id).collect::<Vec<_>>(),
        "comparisons": against.collect::<Vec<_>>(),
        "inputs": differing.collect::<Map<_, _>>(),
    })
}
