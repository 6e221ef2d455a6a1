//! How charts and reports shall look, as it is typed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::job::{JobError, Look};
use crate::report::lang::Lang;
use crate::report::theme::Theme;
use crate::scenario::text_of;
use crate::words::Phrases;

use super::Failure;
use super::values::whole;

/// How charts and reports look.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = super::args::LOOK)]
pub(crate) struct LookArguments {
    /// Language of tables, charts, reports and messages [default: en]
    #[arg(long, value_enum)]
    pub lang: Option<Language>,
    /// What charts are drawn for [default: page]
    #[arg(long, value_enum, value_name = "SIZE")]
    pub chart_size: Option<Size>,
    /// Dots an inch of PNG charts [default: 220]
    #[arg(long, allow_negative_numbers = true, value_parser = whole::<u16>(36, 1200))]
    pub dpi: Option<u16>,
    /// A TOML file with colours, font and sizes of charts
    #[arg(long, value_name = "FILE")]
    pub theme: Option<PathBuf>,
}

/// Languages of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    #[default]
    En,
    /// French
    Fr,
}

/// Sizes of charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Size {
    /// One column of a two-column page
    Column,
    /// The width of a page
    #[default]
    Page,
    /// A slide
    Slide,
}

/// The key of a value of an argument.
fn key(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

impl Language {
    /// What the program says in this language.
    pub(crate) fn phrases(self) -> Phrases {
        Phrases::by_code(&key(&self))
    }

    /// Its code.
    pub(crate) fn code(self) -> String {
        key(&self)
    }

    /// The words of tables and charts in this language.
    pub(crate) fn messages(self) -> Lang {
        Lang::by_code(&key(&self)).unwrap_or_else(Lang::english)
    }
}

impl LookArguments {
    /// The language that was asked for.
    pub(crate) fn language(&self) -> Language {
        self.lang.unwrap_or_default()
    }

    /// The look that was asked for; its theme is read and checked.
    pub(crate) fn read(&self) -> Result<Look, Failure> {
        self.read_over(Look::default())
    }

    /// The look that was asked for; what was not asked for stays as it is in `present`.
    pub(crate) fn read_over(&self, present: Look) -> Result<Look, Failure> {
        Ok(Look {
            lang: self.lang.as_ref().map_or(present.lang, key),
            chart_size: self.chart_size.as_ref().map_or(present.chart_size, key),
            dpi: self.dpi.unwrap_or(present.dpi),
            theme: self.theme_text()?.or(present.theme),
            explorer: present.explorer,
        })
    }

    fn theme_text(&self) -> Result<Option<String>, Failure> {
        let Some(path) = &self.theme else { return Ok(None) };
        let shown = path.display().to_string();
        let text = text_of(path).map_err(|reason| JobError::refused(&shown, reason))?;
        Theme::from_toml(&text).map_err(|errors| JobError::of_theme(&shown, &errors))?;
        Ok(Some(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_asked_for_stays_as_it_is() {
        let theme = Some("[colours]\n".to_owned());
        let present = Look { lang: "fr".into(), chart_size: "column".into(), dpi: 72, theme, explorer: true };
        let nothing = LookArguments { lang: None, chart_size: None, dpi: None, theme: None };
        assert_eq!(nothing.read_over(present.clone()).unwrap(), present);
        assert_eq!(nothing.read().unwrap(), Look::default());
        let all =
            LookArguments { lang: Some(Language::En), chart_size: Some(Size::Slide), dpi: Some(300), theme: None };
        let asked = Look { lang: "en".into(), chart_size: "slide".into(), dpi: 300, ..present.clone() };
        assert_eq!(all.read_over(present).unwrap(), asked);
    }

    #[test]
    fn a_theme_that_cannot_be_read_is_refused() {
        let theme = Some("nowhere/theme.toml".into());
        let look = LookArguments { lang: None, chart_size: None, dpi: None, theme };
        let told = look.read().unwrap_err();
        assert_eq!(told.status(), super::super::Status::Wrong);
        assert!(
            told.text(crate::scenario::Colours::Off, &crate::words::Phrases::english())
                .contains("theme.toml: there is no such file")
        );
    }
}
