//! Tables as Parquet, made from those in CSV.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use csv::StringRecord;
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as PhysicalType, ZstdLevel};
use parquet::data_type::{BoolType, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, KeyValue, ParquetMetaData};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::record::Field;
use parquet::schema::types::{ColumnPath, Type};
use serde_json::{Map, Value};

use crate::analysis::table::{Holds, TableColumn};
use crate::words::{Words, words};

use super::atomic::{begin, put};
use super::error::{FolderError, io_error};
use super::place::require_file;

/// Rows in a row group.
const GROUP: usize = 65_536;

/// Turns the CSV table at `csv` into a Parquet file at `path`: flags as booleans, whole numbers as integers of 64 bits,
/// other numbers as doubles (infinity for "permanent", "none" and "inf"), words as strings, empty fields as nulls. The
/// file's metadata hold what is told `about` it by key, and under `units` and `meanings` those of its columns as JSON.
///
/// # Errors
/// The system refused, or the table is not one that a run wrote.
pub fn write_parquet(
    csv: &Path,
    columns: &[TableColumn],
    about: &[(&str, String)],
    path: &Path,
) -> Result<(), FolderError> {
    let begun = begin(path)?;
    let file = begun.as_file().try_clone().map_err(io_error(words!("write"), path))?;
    fill(csv, columns, about, file).map_err(|reason| FolderError::Damaged { path: csv.to_owned(), reason })?;
    put(begun, path)
}

/// Reads a table that [`write_parquet`] wrote, row by row, as the fields of its CSV: those that are empty are empty,
/// infinity is `inf`. First the names of its columns.
///
/// # Errors
/// The system refused, or the file is no such table.
pub fn read_parquet(path: &Path, each: &mut dyn FnMut(&[String])) -> Result<(), FolderError> {
    require_file(path)?;
    let file = File::open(path).map_err(io_error(words!("read"), path))?;
    let broken = |reason: Words| FolderError::Damaged { path: path.to_owned(), reason };
    let length = file.metadata().map_err(io_error(words!("read"), path))?.len();
    let read = || {
        let reader = unless_it_panics(|| SerializedFileReader::new(file))??;
        require_places(reader.metadata(), length)?;
        let fields = reader.metadata().file_metadata().schema().get_fields();
        each(&fields.iter().map(|field| field.name().to_owned()).collect::<Vec<_>>());
        let mut rows = unless_it_panics(|| reader.get_row_iter(None))??;
        while let Some(row) = unless_it_panics(|| rows.next())? {
            each(&row?.get_column_iter().map(|(_, field)| shown(field)).collect::<Vec<_>>());
        }
        Ok(())
    };
    read().map_err(|Unreadable(reason)| broken(reason))
}

/// Why a table in Parquet cannot be read.
struct Unreadable(Words);

impl From<ParquetError> for Unreadable {
    fn from(error: ParquetError) -> Self {
        Self(Words::verbatim(error.to_string()))
    }
}

/// What the reader of the format answers, which may also panic where a file says what none can.
fn unless_it_panics<T>(read: impl FnOnce() -> T) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| Unreadable(words!("is no table that can be read: it is damaged")))
}

/// Makes sure that all columns of a table lie within its file, of that many bytes, and have numbers of rows and values: the
/// reader takes them at their word.
fn require_places(metadata: &ParquetMetaData, length: u64) -> Result<(), Unreadable> {
    let fits = |column: &ColumnChunkMetaData| {
        let begin = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
        let [first, begin, bytes, values] =
            [column.data_page_offset(), begin, column.compressed_size(), column.num_values()].map(u64::try_from);
        let (Ok(first), Ok(begin), Ok(bytes), Ok(_)) = (first, begin, bytes, values) else { return false };
        first <= length && begin.checked_add(bytes).is_some_and(|end| end <= length)
    };
    let groups = metadata.row_groups();
    let all_fit = groups.iter().all(|group| group.num_rows() >= 0 && group.columns().iter().all(fits));
    if all_fit {
        return Ok(());
    }
    Err(Unreadable(words!("names places that it does not have: it is damaged")))
}

/// A field as CSV has it.
fn shown(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bool(flag) => flag.to_string(),
        Field::Long(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        other => other.to_string(),
    }
}

/// Writes the rows of a table into a file; else why that cannot be.
fn fill(csv: &Path, columns: &[TableColumn], about: &[(&str, String)], file: File) -> Result<(), Words> {
    require_file(csv).map_err(|error| error.words())?;
    let mut reader = csv::Reader::from_path(csv).map_err(|error| Words::verbatim(error.to_string()))?;
    let schema = schema(columns).map_err(refused)?;
    let mut writer = SerializedFileWriter::new(file, schema, properties(columns, about)).map_err(refused)?;
    let mut records = reader.records();
    loop {
        let rows: Result<Vec<StringRecord>, csv::Error> = records.by_ref().take(GROUP).collect();
        let rows = rows.map_err(|error| Words::verbatim(error.to_string()))?;
        if rows.is_empty() {
            break;
        }
        let mut group = writer.next_row_group().map_err(refused)?;
        for (index, column) in columns.iter().enumerate() {
            let mut out = group.next_column().map_err(refused)?.ok_or_else(|| words!("has too many columns"))?;
            let fields: Vec<&str> = rows.iter().map(|row| row.get(index).unwrap_or("")).collect();
            write(&mut out, column, &fields)?;
            out.close().map_err(refused)?;
        }
        group.close().map_err(refused)?;
    }
    writer.close().map(|_| ()).map_err(refused)
}

fn refused(error: impl std::borrow::Borrow<ParquetError>) -> Words {
    words!("cannot become Parquet: {error}", error = error.borrow().to_string())
}

/// Writes the fields of a column, empty ones as nulls.
fn write(out: &mut SerializedColumnWriter<'_>, column: &TableColumn, fields: &[&str]) -> Result<(), Words> {
    let levels: Vec<i16> = fields.iter().map(|field| i16::from(!field.is_empty())).collect();
    match column.holds {
        Holds::Flags => batch::<BoolType>(out, &levels, &values(column, fields, |field| field.parse().ok())?),
        Holds::Counts => batch::<Int64Type>(out, &levels, &values(column, fields, |field| field.parse().ok())?),
        Holds::Numbers => batch::<DoubleType>(out, &levels, &values(column, fields, number)?),
        Holds::Words => batch::<ByteArrayType>(out, &levels, &values(column, fields, |field| Some(field.into()))?),
    }
}

/// The values of the fields that are not empty.
fn values<T>(column: &TableColumn, fields: &[&str], read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Words> {
    let present = fields.iter().filter(|field| !field.is_empty());
    let value =
        |field: &&str| read(field).ok_or_else(|| words!("holds `{field}` under `{name}`", field, name = column.name));
    present.map(value).collect()
}

fn batch<T: DataType>(out: &mut SerializedColumnWriter<'_>, levels: &[i16], values: &[T::T]) -> Result<(), Words> {
    out.typed::<T>().write_batch(values, Some(levels), None).map(|_| ()).map_err(refused)
}

fn number(field: &str) -> Option<f64> {
    match field {
        "permanent" | "none" | "inf" => Some(f64::INFINITY),
        digits => digits.parse().ok(),
    }
}

fn schema(columns: &[TableColumn]) -> Result<Arc<Type>, ParquetError> {
    let field = |column: &TableColumn| {
        let of = |physical| Type::primitive_type_builder(&column.name, physical);
        let builder = match column.holds {
            Holds::Flags => of(PhysicalType::BOOLEAN),
            Holds::Counts => of(PhysicalType::INT64),
            Holds::Numbers => of(PhysicalType::DOUBLE),
            Holds::Words => of(PhysicalType::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)),
        };
        builder.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<_, _>>()?;
    Ok(Arc::new(Type::group_type_builder("rows").with_fields(fields).build()?))
}

/// Digits of doubles are packed by place, whole numbers by their differences.
fn properties(columns: &[TableColumn], about: &[(&str, String)]) -> Arc<WriterProperties> {
    let by_name = |of: fn(&TableColumn) -> &str| -> String {
        let all: Map<String, Value> = columns.iter().map(|it| (it.name.clone(), Value::from(of(it)))).collect();
        Value::from(all).to_string()
    };
    let told = about.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    let units = KeyValue::new("units".to_owned(), by_name(|it| &it.unit));
    let meanings = KeyValue::new("meanings".to_owned(), by_name(|it| &it.meaning));
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by("armistice".to_owned())
        .set_key_value_metadata(Some(told.chain([units, meanings]).collect()));
    for column in columns {
        let encoding = match column.holds {
            Holds::Numbers => Encoding::BYTE_STREAM_SPLIT,
            Holds::Counts => Encoding::DELTA_BINARY_PACKED,
            Holds::Flags | Holds::Words => continue,
        };
        let path = ColumnPath::new(vec![column.name.clone()]);
        builder = builder.set_column_dictionary_enabled(path.clone(), false).set_column_encoding(path, encoding);
    }
    Arc::new(builder.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<TableColumn> {
        let unit = |name: &str| if name == "cost" { "thousand".to_owned() } else { String::new() };
        let column = |name: &str, holds| TableColumn::new(name, &unit(name), "", holds);
        vec![
            column("trial", Holds::Counts),
            column("settled", Holds::Flags),
            column("cost", Holds::Numbers),
            column("plan", Holds::Words),
        ]
    }

    /// Writes a table and reads it again with the reader of the format's own library.
    fn turned(text: &str) -> Result<Vec<Vec<Field>>, FolderError> {
        let desk = tempfile::tempdir().unwrap();
        let (csv, parquet) = (desk.path().join("trials.csv"), desk.path().join("trials.parquet"));
        std::fs::write(&csv, text).unwrap();
        write_parquet(&csv, &columns(), &[("seed", "7".to_owned())], &parquet)?;
        let reader = SerializedFileReader::new(File::open(parquet).unwrap()).unwrap();
        let fields = reader.metadata().file_metadata().schema().get_fields();
        let types: Vec<PhysicalType> = fields.iter().map(|field| field.get_physical_type()).collect();
        let told = reader.metadata().file_metadata().key_value_metadata().unwrap();
        let told: Vec<(&str, Option<&str>)> = told.iter().map(|it| (it.key.as_str(), it.value.as_deref())).collect();
        let units = r#"{"cost":"thousand","plan":"","settled":"","trial":""}"#;
        let meanings = r#"{"cost":"","plan":"","settled":"","trial":""}"#;
        assert_eq!(told, [("seed", Some("7")), ("units", Some(units)), ("meanings", Some(meanings))]);
        assert_eq!(types, [PhysicalType::INT64, PhysicalType::BOOLEAN, PhysicalType::DOUBLE, PhysicalType::BYTE_ARRAY]);
        let rows = reader.get_row_iter(None).unwrap();
        Ok(rows.map(|row| row.unwrap().into_columns().into_iter().map(|column| column.1).collect()).collect())
    }

    #[test]
    fn values_keep_their_types() {
        let rows =
            turned("trial,settled,cost,plan\n0,true,0.1,a\n1,false,permanent,\"b, c\"\n2,,-1.5e-300,\n").unwrap();
        let word = |word: &str| Field::Str(word.to_owned());
        assert_eq!(
            rows,
            [
                vec![Field::Long(0), Field::Bool(true), Field::Double(0.1), word("a")],
                vec![Field::Long(1), Field::Bool(false), Field::Double(f64::INFINITY), word("b, c")],
                vec![Field::Long(2), Field::Null, Field::Double(-1.5e-300), Field::Null],
            ]
        );
    }

    /// What was written is read again, infinity under one name.
    #[test]
    fn a_table_is_read_as_it_was_written() {
        let desk = tempfile::tempdir().unwrap();
        let (csv, parquet) = (desk.path().join("trials.csv"), desk.path().join("trials.parquet"));
        std::fs::write(&csv, "trial,settled,cost,plan\n0,true,0.1,a\n1,false,permanent,\"b, c\"\n2,,-1.5,\n").unwrap();
        write_parquet(&csv, &columns(), &[("seed", "7".to_owned())], &parquet).unwrap();
        let mut rows = Vec::new();
        read_parquet(&parquet, &mut |row| rows.push(row.join("|"))).unwrap();
        assert_eq!(rows, ["trial|settled|cost|plan", "0|true|0.1|a", "1|false|inf|b, c", "2||-1.5|"]);
    }

    #[test]
    fn rows_beyond_one_group_are_all_there() {
        let count = GROUP + 3;
        let text: String = (0..count)
            .flat_map(|trial| [trial.to_string(), ",true,".into(), trial.to_string(), ",p\n".into()])
            .collect();
        let rows = turned(&format!("trial,settled,cost,plan\n{text}")).unwrap();
        assert_eq!(rows.len(), count);
        assert_eq!(rows[count - 1][0], Field::Long(count as i64 - 1));
    }

    /// Each byte of a table's footer in turn, with each bit turned: whatever it says then, it is read or refused, and never panics.
    #[test]
    fn a_damaged_footer_is_refused() {
        let desk = tempfile::tempdir().unwrap();
        let (csv, parquet) = (desk.path().join("trials.csv"), desk.path().join("trials.parquet"));
        std::fs::write(&csv, "trial,settled,cost,plan\n0,true,0.1,a\n1,false,permanent,\"b, c\"\n2,,-1.5,\n").unwrap();
        write_parquet(&csv, &columns(), &[], &parquet).unwrap();
        let whole = std::fs::read(&parquet).unwrap();
        let tail = whole.len() - 8;
        let footer = tail - u32::from_le_bytes(whole[tail..tail + 4].try_into().unwrap()) as usize;
        let mut misplaced = 0;
        for at in footer..whole.len() {
            for bit in 0..8 {
                let mut damaged = whole.clone();
                damaged[at] ^= 1 << bit;
                std::fs::write(&parquet, damaged).unwrap();
                let mut rows = 0_u32;
                if let Err(error) = read_parquet(&parquet, &mut |_| rows += 1) {
                    let told = error.to_string();
                    assert!(told.contains("trials.parquet: "), "{told}");
                    misplaced += u32::from(told.contains("names places that it does not have"));
                }
            }
        }
        assert!(misplaced > 10, "{misplaced}");
    }

    #[test]
    fn a_field_that_no_run_writes_is_named() {
        let told = turned("trial,settled,cost,plan\n0,yes,0.1,a\n").unwrap_err().to_string();
        assert!(told.ends_with("trials.csv: holds `yes` under `settled`"), "{told}");
    }
}
