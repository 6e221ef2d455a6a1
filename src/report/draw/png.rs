//! Charts as bitmaps, with the embedded font only: the same pixels on every machine.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use thiserror::Error;

use crate::words::{Words, words};

use super::Chart;

/// Why a chart could not be made into a bitmap.
#[derive(Debug, Error)]
#[error("{}", self.words())]
pub enum PngError {
    /// The image is not valid.
    Svg {
        /// The chart.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// Too large or too small.
    Size {
        /// The chart.
        name: String,
        /// Dots an inch.
        dpi: f64,
    },
}

impl PngError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Svg { name, message } => words!("the chart `{name}` is not a valid SVG: {message}", name, message),
            Self::Size { name, dpi } => {
                words!("the chart `{name}` cannot be drawn at {dpi} dots an inch (allowed: 36 to 1200)", name, dpi)
            }
        }
    }
}

fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut fonts = Database::new();
        fonts.load_font_data(dejavu::sans::regular().to_vec());
        fonts.load_font_data(dejavu::sans::bold().to_vec());
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}

/// The chart as a PNG of `dpi` dots an inch (96: one dot a px), which the file records.
///
/// # Errors
///
/// A `dpi` outside 36 to 1200, or a chart whose SVG was changed into something invalid.
pub fn png(chart: &Chart, dpi: f64) -> Result<Vec<u8>, PngError> {
    let size = || PngError::Size { name: chart.name.clone(), dpi };
    let svg = |message: String| PngError::Svg { name: chart.name.clone(), message };
    if !(36.0..=1_200.0).contains(&dpi) {
        return Err(size());
    }
    let options = Options { fontdb: fonts(), font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    let tree = Tree::from_str(&chart.svg, &options).map_err(|error| svg(error.to_string()))?;
    let scale = dpi / 96.0;
    let pixels = |length: f32| (f64::from(length) * scale).ceil() as u32;
    let mut pixmap = Pixmap::new(pixels(tree.size().width()), pixels(tree.size().height())).ok_or_else(size)?;
    // Every pixel is covered whole, also those of the last row and column.
    let fill = |pixels: u32, length: f32| pixels as f32 / length;
    let (x, y) = (fill(pixmap.width(), tree.size().width()), fill(pixmap.height(), tree.size().height()));
    resvg::render(&tree, Transform::from_scale(x, y), &mut pixmap.as_mut());
    let bytes = pixmap.encode_png().map_err(|error| svg(error.to_string()))?;
    Ok(with_density(&bytes, dpi))
}

/// Adds the `pHYs` chunk (dots a metre) after the header, so that the image comes out at its size on paper.
fn with_density(png: &[u8], dpi: f64) -> Vec<u8> {
    // Signature (8 bytes) and the header chunk (4 length, 4 type, 13 data, 4 checksum).
    const HEADER: usize = 33;
    let per_metre = ((dpi / 0.0254).round() as u32).to_be_bytes();
    let mut chunk = b"pHYs".to_vec();
    chunk.extend_from_slice(&per_metre);
    chunk.extend_from_slice(&per_metre);
    chunk.push(1);
    let mut dense = png[..HEADER].to_vec();
    dense.extend_from_slice(&9_u32.to_be_bytes());
    dense.extend_from_slice(&chunk);
    dense.extend_from_slice(&crc32(&chunk).to_be_bytes());
    dense.extend_from_slice(&png[HEADER..]);
    dense
}

/// The checksum of PNG chunks (ISO 3309, reflected polynomial 0xEDB88320).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_the_standard_one() {
        // The check value of CRC-32/ISO-HDLC.
        assert_eq!(super::crc32(b"123456789"), 0xCBF4_3926);
    }
}
