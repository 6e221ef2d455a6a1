//! How charts look: colours, font, sizes. A theme file (TOML) changes any of it.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::model::Side;
use crate::scenario::{Diagnostic, Document};
use crate::words::{Words, words};

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Color {
    /// The colour of those components.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// This colour mixed with another: `share` 0 is this one, 1 the other.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self::new(mix(self.red, other.red), mix(self.green, other.green), mix(self.blue, other.blue))
    }

    /// Relative luminance in [0, 1], as in the Web Content Accessibility Guidelines.
    pub fn luminance(self) -> f64 {
        let linear = |component: u8| {
            let x = f64::from(component) / 255.0;
            if x <= 0.040_45 { x / 12.92 } else { ((x + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Black or white, whichever reads better on this colour.
    #[must_use]
    pub fn text_on(self) -> Self {
        if self.luminance() > 0.179 { Self::new(0, 0, 0) } else { Self::new(255, 255, 255) }
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl FromStr for Color {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii()).ok_or(())?;
        let part = |from: usize| u8::from_str_radix(&digits[from..from + 2], 16).map_err(|_| ());
        Ok(Self::new(part(0)?, part(2)?, part(4)?))
    }
}

/// What a chart is drawn for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartSize {
    /// One column of a two-column page, or a phone: 340 px (9 cm) wide.
    Column,
    /// The width of a page: 720 px (19 cm).
    #[default]
    Page,
    /// A slide, 16 to 9: 1,200 px wide, larger type.
    Slide,
}

impl ChartSize {
    /// Width in px at 96 to the inch.
    pub fn width(self) -> f64 {
        match self {
            ChartSize::Column => 340.0,
            ChartSize::Page => 720.0,
            ChartSize::Slide => 1_200.0,
        }
    }

    /// Factor on the theme's font size.
    pub fn type_scale(self) -> f64 {
        match self {
            ChartSize::Column => 0.83,
            ChartSize::Page => 1.0,
            ChartSize::Slide => 1.55,
        }
    }
}

impl FromStr for ChartSize {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "column" => Ok(Self::Column),
            "page" => Ok(Self::Page),
            "slide" => Ok(Self::Slide),
            _ => Err(()),
        }
    }
}

/// Colours, font and sizes of charts.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Families in the order of preference; PNG files always use the embedded DejaVu Sans.
    pub font_family: String,
    /// Size of ordinary text, px, at page width.
    pub font_size: f64,
    /// Width of a chart, px; `None`: as the chart's size says.
    pub width: Option<f64>,
    /// Width of lines, px.
    pub line_width: f64,
    /// Opacity of bands, in (0, 1].
    pub band_opacity: f64,
    /// Behind everything.
    pub background: Color,
    /// Text.
    pub ink: Color,
    /// Axes, captions.
    pub muted: Color,
    /// Grid lines.
    pub grid: Color,
    /// What belongs to the challenger.
    pub challenger: Color,
    /// What belongs to the defender.
    pub defender: Color,
    /// What belongs to both sides, and totals.
    pub both: Color,
    /// Plans and parts, in turn; after the last the lines are dashed and begin again.
    pub palette: Vec<Color>,
}

impl Default for Theme {
    /// The palette is that of Okabe and Ito (2008), without its yellow, which is too light for lines on white.
    fn default() -> Self {
        Self {
            font_family: "DejaVu Sans, Verdana, sans-serif".to_owned(),
            font_size: 12.0,
            width: None,
            line_width: 2.0,
            band_opacity: 0.22,
            background: Color::new(255, 255, 255),
            ink: Color::new(26, 26, 26),
            muted: Color::new(89, 89, 89),
            grid: Color::new(224, 224, 224),
            challenger: Color::new(213, 94, 0),
            defender: Color::new(0, 114, 178),
            both: Color::new(0, 0, 0),
            palette: vec![
                Color::new(0, 114, 178),
                Color::new(213, 94, 0),
                Color::new(0, 158, 115),
                Color::new(204, 121, 167),
                Color::new(86, 180, 233),
                Color::new(230, 159, 0),
                Color::new(90, 90, 90),
            ],
        }
    }
}

/// A fault of a theme file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}", self.words())]
pub enum ThemeError {
    /// Not TOML.
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: Words,
    },
    /// A key that no theme has.
    UnknownKey {
        /// The key.
        key: String,
        /// The most similar known key.
        nearest: &'static str,
    },
    /// A value that the key does not take.
    Value {
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// What it may be.
        allowed: Words,
    },
}

impl ThemeError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Syntax { line, message } => {
                words!("line {line} of the theme is no TOML: {message}", line, message)
            }
            Self::UnknownKey { key, nearest } => {
                words!("unknown key `{key}` in the theme; the nearest known one is `{nearest}`", key, nearest)
            }
            Self::Value { key, value, allowed } => {
                words!("`{key}` of the theme is {value}; it must be {allowed}", key, value, allowed)
            }
        }
    }
}

const KEYS: [&str; 13] = [
    "font_family",
    "font_size",
    "width",
    "line_width",
    "band_opacity",
    "background",
    "ink",
    "muted",
    "grid",
    "challenger",
    "defender",
    "both",
    "palette",
];

impl Theme {
    /// What belongs to that side.
    pub fn side(&self, side: Side) -> Color {
        match side {
            Side::Challenger => self.challenger,
            Side::Defender => self.defender,
        }
    }

    /// Reads a theme file; what it leaves out keeps its default.
    ///
    /// # Errors
    ///
    /// All faults of the file: no TOML, unknown keys, values outside their range.
    pub fn from_toml(text: &str) -> Result<Self, Vec<ThemeError>> {
        let table = text.parse::<toml::Table>().map_err(|error| syntax(text, &error))?;
        let mut theme = Self::default();
        let errors: Vec<_> = table.iter().filter_map(|(key, value)| theme.set(key, value).err()).collect();
        if errors.is_empty() { Ok(theme) } else { Err(errors) }
    }

    fn set(&mut self, key: &str, value: &toml::Value) -> Result<(), ThemeError> {
        match key {
            "font_family" => self.font_family = family(key, value)?,
            "font_size" => self.font_size = number(key, value, [6.0, 40.0], " px")?,
            "width" => self.width = Some(number(key, value, [240.0, 4_000.0], " px")?),
            "line_width" => self.line_width = number(key, value, [0.25, 12.0], " px")?,
            "band_opacity" => self.band_opacity = number(key, value, [0.05, 1.0], "")?,
            "background" => self.background = color(key, value)?,
            "ink" => self.ink = color(key, value)?,
            "muted" => self.muted = color(key, value)?,
            "grid" => self.grid = color(key, value)?,
            "challenger" => self.challenger = color(key, value)?,
            "defender" => self.defender = color(key, value)?,
            "both" => self.both = color(key, value)?,
            "palette" => self.palette = palette(key, value)?,
            _ => return Err(ThemeError::UnknownKey { key: key.to_owned(), nearest: nearest(key) }),
        }
        Ok(())
    }
}

/// What is wrong with a text that is no TOML.
fn syntax(text: &str, error: &toml::de::Error) -> Vec<ThemeError> {
    let faults = Document::parse("", text).map_or_else(|faults| faults, |document| document.faults);
    let line = |fault: &Diagnostic| fault.place.as_ref().and_then(|place| place.line).unwrap_or(1);
    let told: Vec<ThemeError> = faults
        .diagnostics
        .into_iter()
        .map(|fault| ThemeError::Syntax { line: line(&fault), message: fault.message })
        .collect();
    if !told.is_empty() {
        return told;
    }
    // Sound TOML with a number that a program cannot hold.
    let line = error.span().and_then(|span| text.get(..span.start)).map_or(1, |before| before.lines().count().max(1));
    vec![ThemeError::Syntax { line, message: words!("a number has too many digits") }]
}

fn nearest(key: &str) -> &'static str {
    let distance = |known: &&&str| strsim::damerau_levenshtein(key, known);
    KEYS.iter().min_by_key(distance).copied().unwrap_or(KEYS[0])
}

fn refused(key: &str, value: &toml::Value, allowed: Words) -> ThemeError {
    ThemeError::Value { key: key.to_owned(), value: value.to_string(), allowed }
}

fn number(key: &str, value: &toml::Value, [min, max]: [f64; 2], unit: &str) -> Result<f64, ThemeError> {
    let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
    let allowed = || words!("a number from {min} to {max}{unit}", min, max, unit);
    number.filter(|x| (min..=max).contains(x)).ok_or_else(|| refused(key, value, allowed()))
}

fn color(key: &str, value: &toml::Value) -> Result<Color, ThemeError> {
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| refused(key, value, words!("a colour such as \"#0072b2\"")))
}

/// Letters, digits, spaces, commas and hyphens only: the text goes into an attribute and into CSS.
fn family(key: &str, value: &toml::Value) -> Result<String, ThemeError> {
    let plain = |text: &&str| {
        !text.trim().is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || " ,-".contains(letter))
    };
    let allowed = || words!("names of font families, separated by commas, without quotes");
    value.as_str().filter(plain).map(str::to_owned).ok_or_else(|| refused(key, value, allowed()))
}

fn palette(key: &str, value: &toml::Value) -> Result<Vec<Color>, ThemeError> {
    let colors = value.as_array().filter(|colors| (2..=24).contains(&colors.len()));
    let allowed = || words!("a list of 2 to 24 colours such as \"#0072b2\"");
    colors.ok_or_else(|| refused(key, value, allowed()))?.iter().map(|value| color(key, value)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{cases, edits, mutated};

    #[test]
    fn a_theme_file_changes_what_it_names() {
        let theme =
            Theme::from_toml("font_size = 10\nink = \"#102030\"\npalette = [\"#000000\", \"#ffffff\"]").unwrap();
        assert_eq!(theme.font_size, 10.0);
        assert_eq!(theme.ink, Color::new(16, 32, 48));
        assert_eq!(theme.palette.len(), 2);
        assert_eq!(theme.line_width, Theme::default().line_width);
    }

    #[test]
    fn the_documented_theme_is_the_default() {
        let page = include_str!("../../docs/reports.md");
        let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let theme = Theme::from_toml(example).unwrap();
        assert_eq!(theme, Theme { width: Some(720.0), ..Theme::default() });
        assert!(KEYS.iter().all(|key| example.contains(&format!("{key} = "))));
    }

    #[test]
    fn every_known_key_can_be_set() {
        for key in KEYS {
            let error = Theme::from_toml(&format!("{key} = false")).unwrap_err();
            assert!(matches!(&error[..], [ThemeError::Value { .. }]), "{key}: {error:?}");
        }
    }

    #[test]
    fn all_faults_are_named_with_the_nearest_key() {
        let errors =
            Theme::from_toml("fontsize = 10\nink = \"red\"\nwidth = 1e9\nfont_family = \"a\\\"b\"").unwrap_err();
        let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors.len(), 4);
        assert!(text.contains(&"unknown key `fontsize` in the theme; the nearest known one is `font_size`".to_owned()));
        assert!(text.contains(&"`ink` of the theme is \"red\"; it must be a colour such as \"#0072b2\"".to_owned()));
    }

    #[test]
    fn text_stays_readable_on_any_colour() {
        for color in Theme::default().palette {
            let (a, b) = (color.luminance(), color.text_on().luminance());
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= 4.5, "{color}: {contrast}");
        }
    }

    proptest! {
        #![proptest_config(cases(400))]

        /// Whatever a theme file holds, it is read or refused with a reason.
        #[test]
        fn garbage_of_a_theme_never_panics(edits in edits()) {
            let theme = "font_size = 10\nink = \"#102030\"\npalette = [\"#000000\", \"#ffffff\"]\nfont_family = \"DejaVu Sans\"\n";
            let read = Theme::from_toml(&mutated(theme, &edits));
            prop_assert!(read.map_or_else(|errors| !errors.is_empty(), |theme| theme.font_size > 0.0));
        }
    }
}
