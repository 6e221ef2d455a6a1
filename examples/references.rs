//! Writes the references in the documentation from source: the tables of keys and codes, and the commands.
//!
//! A page says `<!-- table: NAME -->` where a table begins and `<!-- end of table -->` where it ends; `docs/commands.md`
//! is written whole. `cargo run --example references` brings them up to date, and a test says when that is due.

use std::fs;
use std::path::Path;

use armistice::cli;
use armistice::scenario::reference;

/// Pages that hold tables.
const PAGES: [&str; 1] = ["docs/scenario-format.md"];
const BEGINS: &str = "<!-- table: ";
const ENDS: &str = "<!-- end of table -->";

/// Every page with a reference, by its name in the repository, as it should be.
///
/// # Errors
/// A page that cannot be read, or that asks for a table that there is none of.
pub(crate) fn pages(repository: &Path) -> Result<Vec<(String, String)>, String> {
    let mut all = vec![("docs/commands.md".to_owned(), cli::reference())];
    for name in PAGES {
        let text = fs::read_to_string(repository.join(name)).map_err(|error| format!("{name}: {error}"))?;
        all.push((name.to_owned(), filled(&text).map_err(|reason| format!("{name}: {reason}"))?));
    }
    Ok(all)
}

/// The page with every table written anew.
fn filled(page: &str) -> Result<String, String> {
    let mut parts = page.split(BEGINS);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->").ok_or("a table's name is not closed")?;
        let (_, after) = rest.split_once(ENDS).ok_or_else(|| format!("the table `{name}` does not end"))?;
        let table = reference(name).ok_or_else(|| format!("there is no table `{name}`"))?;
        text += &format!("{BEGINS}{name} -->\n{table}{ENDS}{after}");
    }
    Ok(text)
}

/// Writes every page.
///
/// # Errors
/// A page that cannot be read or written.
fn main() -> Result<(), String> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, text) in pages(repository)? {
        fs::write(repository.join(&name), text).map_err(|error| format!("{name}: {error}"))?;
        println!("wrote {name}");
    }
    Ok(())
}
