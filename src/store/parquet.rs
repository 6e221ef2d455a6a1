//! The trial table as Parquet, made from the CSV table.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as PhysicalType, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type};

use crate::analysis::table::Column;

use super::{BEGUN, FolderError, TRIALS_PARQUET, io_error};

/// Rows in a row group.
const GROUP: usize = 65_536;

/// Turns the CSV table at `csv` into a Parquet file at `path`: numbers as doubles (infinity for "permanent", "none"
/// and "inf"), words as strings, empty fields as nulls.
///
/// # Errors
/// The system refused, or the table is not one that a run wrote.
pub fn write_parquet(csv: &Path, columns: &[Column], path: &Path) -> Result<(), FolderError> {
    let damaged = |reason: String| FolderError::Damaged { path: csv.to_owned(), reason };
    let mut reader = csv::Reader::from_path(csv).map_err(|error| damaged(error.to_string()))?;
    let temporary = path.with_file_name(format!("{BEGUN}{TRIALS_PARQUET}"));
    let file = File::create(&temporary).map_err(io_error("write", &temporary))?;
    let broken = |error: parquet::errors::ParquetError| damaged(format!("cannot become Parquet: {error}"));
    let mut writer =
        SerializedFileWriter::new(file, schema(columns).map_err(broken)?, properties(columns)).map_err(broken)?;
    let mut rows: Vec<csv::StringRecord> = Vec::with_capacity(GROUP);
    let mut records = reader.records();
    loop {
        rows.clear();
        for record in records.by_ref().take(GROUP) {
            rows.push(record.map_err(|error| damaged(error.to_string()))?);
        }
        if rows.is_empty() {
            break;
        }
        let mut group = writer.next_row_group().map_err(broken)?;
        for (index, column) in columns.iter().enumerate() {
            let mut out = group.next_column().map_err(broken)?.ok_or_else(|| damaged("has too many columns".into()))?;
            let fields = rows.iter().map(|row| row.get(index).unwrap_or(""));
            let levels: Vec<i16> = fields.clone().map(|field| i16::from(!field.is_empty())).collect();
            let present = fields.filter(|field| !field.is_empty());
            if column.numeric {
                let values: Vec<f64> = present.map(number).collect();
                out.typed::<DoubleType>().write_batch(&values, Some(&levels), None).map_err(broken)?;
            } else {
                let values: Vec<ByteArray> = present.map(ByteArray::from).collect();
                out.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).map_err(broken)?;
            }
            out.close().map_err(broken)?;
        }
        group.close().map_err(broken)?;
    }
    writer.close().map_err(broken)?;
    File::open(&temporary).and_then(|file| file.sync_all()).map_err(io_error("write", &temporary))?;
    std::fs::rename(&temporary, path).map_err(io_error("write", path))
}

fn number(field: &str) -> f64 {
    match field {
        "permanent" | "none" | "inf" => f64::INFINITY,
        digits => digits.parse().unwrap_or(f64::NAN),
    }
}

fn schema(columns: &[Column]) -> Result<Arc<Type>, parquet::errors::ParquetError> {
    let field = |column: &Column| {
        let builder = if column.numeric {
            Type::primitive_type_builder(&column.name, PhysicalType::DOUBLE)
        } else {
            Type::primitive_type_builder(&column.name, PhysicalType::BYTE_ARRAY)
                .with_logical_type(Some(LogicalType::String))
        };
        builder.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<_, _>>()?;
    Ok(Arc::new(Type::group_type_builder("trials").with_fields(fields).build()?))
}

fn properties(columns: &[Column]) -> Arc<WriterProperties> {
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by("armistice".to_owned());
    for column in columns.iter().filter(|column| column.numeric) {
        let path = ColumnPath::new(vec![column.name.clone()]);
        builder = builder
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::BYTE_STREAM_SPLIT);
    }
    Arc::new(builder.build())
}
