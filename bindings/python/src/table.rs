//! Tables as Arrow, made from fields of CSV.

use std::sync::Arc;

use armistice::analysis::table::Holds;
use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray as _;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyKeyError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyList};

/// A column: its name, its unit, what it holds.
pub(crate) type Column = (String, String, Holds);

/// The columns as Arrow has them, each with its unit in its metadata.
pub(crate) fn schema(columns: impl IntoIterator<Item = Column>) -> SchemaRef {
    let field = |(name, unit, holds): Column| {
        let kind = match holds {
            Holds::Flags => DataType::Boolean,
            Holds::Counts => DataType::Int64,
            Holds::Numbers => DataType::Float64,
            Holds::Words => DataType::Utf8,
        };
        Field::new(name, kind, true).with_metadata([("unit", unit)])
    };
    Arc::new(Schema::new(columns.into_iter().map(field).collect::<Vec<_>>()))
}

/// Rows of fields as a batch: empty fields are nulls.
pub(crate) fn batch(schema: &SchemaRef, rows: &[csv::StringRecord]) -> Result<RecordBatch, String> {
    let column = |(index, field): (usize, &Arc<Field>)| {
        let fields = rows.iter().map(|row| row.get(index).filter(|text| !text.is_empty()));
        array(field, fields)
    };
    let columns = schema.fields().iter().enumerate().map(column).collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(|error| error.to_string())
}

fn array<'t>(field: &Field, fields: impl Iterator<Item = Option<&'t str>>) -> Result<ArrayRef, String> {
    let wrong = |text: &str| format!("`{}` holds `{text}`", field.name());
    macro_rules! build {
        ($builder:expr, $read:expr) => {{
            let mut builder = $builder;
            for text in fields {
                builder.append_option(text.map(|text| $read(text).ok_or_else(|| wrong(text))).transpose()?);
            }
            Ok(Arc::new(builder.finish()))
        }};
    }
    match field.data_type() {
        DataType::Boolean => build!(BooleanBuilder::new(), |text: &str| text.parse().ok()),
        DataType::Int64 => build!(Int64Builder::new(), |text: &str| text.parse().ok()),
        DataType::Float64 => build!(Float64Builder::new(), number),
        _ => build!(StringBuilder::new(), Some),
    }
}

/// A number, or a word for infinity.
fn number(text: &str) -> Option<f64> {
    match text {
        "permanent" | "none" | "inf" => Some(f64::INFINITY),
        digits => digits.parse().ok(),
    }
}

/// A table in memory, as Arrow.
#[pyclass(frozen, module = "armistice._armistice")]
pub(crate) struct Columns {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Columns {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    fn arrays<'a>(&'a self, name: &str) -> PyResult<impl Iterator<Item = &'a ArrayRef> + Clone> {
        let index = self.schema.index_of(name).map_err(|_| PyKeyError::new_err(name.to_owned()))?;
        Ok(self.batches.iter().map(move |batch| batch.column(index)))
    }
}

/// The bytes of values, one after the other.
fn bytes<const N: usize>(
    py: Python<'_>,
    count: usize,
    values: impl Iterator<Item = [u8; N]>,
) -> PyResult<Bound<'_, PyBytes>> {
    PyBytes::new_with(py, N * count, |out| {
        out.chunks_exact_mut(N).zip(values).for_each(|(place, value)| place.copy_from_slice(&value));
        Ok(())
    })
}

#[pymethods]
impl Columns {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Names and units, in order.
    #[getter]
    fn fields(&self) -> Vec<(String, String)> {
        let unit = |field: &Arc<Field>| field.metadata().get("unit").cloned().unwrap_or_default();
        self.schema.fields().iter().map(|field| (field.name().clone(), unit(field))).collect()
    }

    /// The first rows; nothing is copied.
    fn head(&self, rows: usize) -> Self {
        let mut left = rows;
        let first = |batch: &RecordBatch| {
            let count = batch.num_rows().min(left);
            left -= count;
            batch.slice(0, count)
        };
        Self { schema: Arc::clone(&self.schema), batches: self.batches.iter().map(first).collect() }
    }

    /// A column as numpy has it: the type, and its bytes or a list of words. Numbers that are not there are NaN, which makes
    /// counts and flags that have such ones decimal.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<(&'static str, Bound<'py, PyAny>)> {
        let (arrays, count) = (self.arrays(name)?, self.__len__());
        let whole = arrays.clone().all(|array| array.null_count() == 0);
        let kind = self.schema.field_with_name(name).map(Field::data_type).map_err(refused)?;
        let decimal = |value: Option<f64>| value.unwrap_or(f64::NAN).to_ne_bytes();
        Ok(match kind {
            DataType::Float64 => {
                let values = arrays.flat_map(|array| array.as_primitive::<Float64Type>().iter());
                ("f8", bytes(py, count, values.map(decimal))?.into_any())
            }
            DataType::Int64 => {
                let values = arrays.flat_map(|array| array.as_primitive::<Int64Type>().iter());
                if whole {
                    ("i8", bytes(py, count, values.flatten().map(i64::to_ne_bytes))?.into_any())
                } else {
                    ("f8", bytes(py, count, values.map(|value| decimal(value.map(|it| it as f64))))?.into_any())
                }
            }
            DataType::Boolean => {
                let values = arrays.flat_map(|array| array.as_boolean().iter());
                if whole {
                    ("?", bytes(py, count, values.flatten().map(|it| [u8::from(it)]))?.into_any())
                } else {
                    (
                        "f8",
                        bytes(py, count, values.map(|value| decimal(value.map(|it| f64::from(u8::from(it))))))?
                            .into_any(),
                    )
                }
            }
            _ => {
                let values = arrays.flat_map(|array| array.as_string::<i32>().iter());
                ("O", PyList::new(py, values.collect::<Vec<_>>())?.into_any())
            }
        })
    }

    /// The schema, by Arrow's PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(refused)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows, by Arrow's PyCapsule interface: nothing is copied. No other schema than the table's own can be had.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a producer give its own schema where it cannot give the one that is asked for.
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok::<_, ArrowError>);
        let reader = RecordBatchIterator::new(batches, Arc::clone(&self.schema));
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }
}

fn refused(error: ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}
