//! A finished chart: the image, its words and the figures that it draws.

use super::super::table::Table;

/// A chart with the figures that it draws.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Chart {
    /// Name of its files, without ending.
    pub name: String,
    /// Title.
    pub title: String,
    /// What is seen.
    pub subtitle: String,
    /// What the marks mean, and over how many trials.
    pub note: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// The image.
    pub svg: String,
    /// Width and height of the image, px.
    pub extent: (f64, f64),
    /// The figures.
    pub data: Table,
    /// Letters in the image that the embedded font lacks, each once: as PNG the chart shows empty boxes in their place.
    pub missing_glyphs: Vec<char>,
}

impl Chart {
    /// What is seen, what the marks mean, and over how many trials.
    pub fn caption(&self) -> String {
        format!("{} {}", self.subtitle, self.note).trim().to_owned()
    }

    /// The figures as CSV with a header.
    pub fn csv(&self) -> String {
        self.data.csv()
    }
}
