//! `datapackage.json`: what the tables of a folder hold, for programs (Data Package standard, version 1).

use serde_json::{Value, json};

use crate::analysis::table::{Holds, TableColumn};

/// A table of a folder as CSV.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its file.
    pub file: &'static str,
    /// What it holds, a row of it first.
    pub title: &'static str,
    /// Its columns, in order.
    pub columns: Vec<TableColumn>,
}

/// The description of the tables of a folder; `about` is told beside them, by key.
#[must_use]
pub fn package(name: &str, title: &str, about: &[(&str, String)], resources: &[Resource]) -> Value {
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "resources": resources.iter().map(resource).collect::<Vec<_>>(),
    });
    for (key, value) in about {
        package[*key] = Value::from(value.as_str());
    }
    package
}

fn resource(resource: &Resource) -> Value {
    json!({
        "profile": "tabular-data-resource",
        "name": resource.file.trim_end_matches(".csv"),
        "title": resource.title,
        "path": resource.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": resource.columns.iter().map(field).collect::<Vec<_>>(),
            "missingValues": [""],
        },
    })
}

fn field(column: &TableColumn) -> Value {
    let kind = match column.holds {
        Holds::Flags => "boolean",
        Holds::Counts => "integer",
        Holds::Numbers => "number",
        Holds::Words => "string",
    };
    let mut field = json!({ "name": column.name, "type": kind });
    for (key, told) in [("description", &column.meaning), ("unit", &column.unit)] {
        if !told.is_empty() {
            field[key] = Value::from(told.as_str());
        }
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_described_by_what_they_hold() {
        let column = TableColumn::new;
        let columns = vec![
            column("trial", "", "number, from 0", Holds::Counts),
            column("settled", "", "", Holds::Flags),
            column("terms.territory", "share", "as signed", Holds::Numbers),
            column("plan", "", "", Holds::Words),
        ];
        let trials = Resource { file: "trials.csv", title: "one row a trial", columns };
        let package = package("run", "Tiny", &[("seed", "7".to_owned())], &[trials]);
        assert_eq!(
            (&package["name"], &package["title"], &package["seed"]),
            (&"run".into(), &"Tiny".into(), &"7".into())
        );
        let resource = &package["resources"][0];
        assert_eq!((&resource["name"], &resource["path"]), (&"trials".into(), &"trials.csv".into()));
        let expected = json!([
            { "name": "trial", "type": "integer", "description": "number, from 0" },
            { "name": "settled", "type": "boolean" },
            { "name": "terms.territory", "type": "number", "description": "as signed", "unit": "share" },
            { "name": "plan", "type": "string" },
        ]);
        assert_eq!(resource["schema"]["fields"], expected);
    }
}
