//! Declared goods: a list of small structures, one for each line.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, ListArray, StructArray},
    buffer::OffsetBuffer,
    datatypes::{DataType, Field},
};
use parcel::Goods;

use super::{Number, Text, Whole, columns};

columns! {
    /// The fields of one line.
    GoodsLine {
        name: Text, required;
        quantity: Number, optional;
        unit: Text, optional;
        weight_grams: Whole, optional;
        value_fen: Whole, optional;
        hs: Text, optional;
    }
}

/// The lines of all items so far.
pub(crate) struct GoodsColumn {
    lines: GoodsLine,
    counts: Vec<usize>,
}

impl GoodsColumn {
    pub(crate) fn new() -> Self {
        Self { lines: GoodsLine::new(), counts: Vec::new() }
    }

    pub(crate) fn field() -> Field {
        let element = Field::new("element", DataType::Struct(GoodsLine::fields().into()), false);
        Field::new("goods", DataType::List(Arc::new(element)), false)
    }

    pub(crate) fn append(&mut self, goods: &[Goods]) {
        self.counts.push(goods.len());
        for line in goods {
            self.lines.name.append_value(&line.name);
            self.lines.quantity.append_option(line.quantity.map(parcel::Quantity::get));
            self.lines.unit.append_option(line.unit.as_deref());
            self.lines.weight_grams.append_option(line.weight.map(parcel::Grams::get));
            self.lines.value_fen.append_option(line.value.map(|fen| fen.0));
            self.lines.hs.append_option(line.hs.as_deref());
        }
    }

    pub(crate) fn finish(&mut self, out: &mut Vec<ArrayRef>) {
        let mut fields = Vec::new();
        self.lines.finish(&mut fields);
        let lines = StructArray::new(GoodsLine::fields().into(), fields, None);
        let DataType::List(element) = Self::field().data_type().clone() else { return };
        let offsets = OffsetBuffer::from_lengths(std::mem::take(&mut self.counts));
        out.push(Arc::new(ListArray::new(element, offsets, Arc::new(lines), None)));
    }
}
