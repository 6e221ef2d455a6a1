//! Theories of what makes a peace hold, in people's words.

use crate::report::lang::Lang;

/// A theory in people's words.
pub(crate) fn theory<'l>(lang: &'l Lang, name: &str) -> &'l str {
    match name {
        "hazard" => lang.t("theory.hazard"),
        _ => lang.t("theory.strategic"),
    }
}
