//! Pseudonyms as a viewer sees them: re-keyed before SQL reads them, so that no expression gets at the stored ones.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, FixedSizeBinaryBuilder},
    datatypes::DataType,
};
use datafusion::{
    common::ScalarValue,
    error::{DataFusionError, Result},
    logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf},
    prelude::{DataFrame, col},
};
use parcel::Pseudonym;

use crate::table::Table;

/// What a viewer sees in place of a pseudonym. Equal pseudonyms must stay equal, or groups fall apart.
pub type Shown = Arc<dyn Fn(Pseudonym) -> Pseudonym + Send + Sync>;

/// The table with what is shown in place of its pseudonyms.
pub(crate) fn show(rows: DataFrame, table: Table, shown: &Shown) -> Result<DataFrame> {
    if table.pseudonyms().is_empty() {
        return Ok(rows);
    }
    let shown = function(shown);
    let columns = table.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
    let columns = columns.into_iter().map(|name| {
        let stored = col(format!("\"{name}\""));
        if table.pseudonyms().contains(&name.as_str()) { shown.call(vec![stored]).alias(name) } else { stored }
    });
    rows.select(columns.collect::<Vec<_>>())
}

fn function(shown: &Shown) -> ScalarUDF {
    let shown = Arc::clone(shown);
    let replace = move |arguments: &[ColumnarValue]| {
        let [stored] = arguments else { return Err(DataFusionError::Internal("one argument".to_owned())) };
        let replaced = replaced(&stored.to_array(1)?, &shown)?;
        if let ColumnarValue::Scalar(_) = stored {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&replaced, 0)?));
        }
        Ok(ColumnarValue::Array(replaced))
    };
    let kind = DataType::FixedSizeBinary(16);
    create_udf("shown", vec![kind.clone()], kind, Volatility::Immutable, Arc::new(replace))
}

fn replaced(stored: &ArrayRef, shown: &Shown) -> Result<ArrayRef> {
    let stored = stored.as_fixed_size_binary();
    let mut replaced = FixedSizeBinaryBuilder::with_capacity(stored.len(), 16);
    for row in 0..stored.len() {
        match <[u8; 16]>::try_from(stored.value(row)) {
            Ok(bytes) if stored.is_valid(row) => replaced.append_value(shown(Pseudonym(bytes)).0)?,
            _ => replaced.append_null(),
        }
    }
    Ok(Arc::new(replaced.finish()))
}
