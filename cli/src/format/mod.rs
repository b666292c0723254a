//! What is text in a file: all of it, or fields of its records.

pub mod json;
pub mod path;
pub mod table;

use std::{
    borrow::Cow,
    ops::Range,
    sync::atomic::{AtomicBool, Ordering},
};

use anyhow::{Result, bail, ensure};

use self::{json::Style, path::FieldPath};
use crate::args::Inputs;

/// How a file is laid out.
#[derive(Debug)]
pub enum Format {
    /// All of it is text.
    Plain,
    /// Lines of JSON.
    Jsonl(Vec<Field>),
    /// A table with this separator.
    Table(u8, Vec<Field>),
}

/// A field whose strings are text.
#[derive(Debug)]
pub struct Field {
    name: String,
    path: FieldPath,
    /// Whether any record has it.
    seen: AtomicBool,
}

/// The columns of a table.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// For each column the number of the field that it is, if it is any.
    pub fields: Vec<Option<usize>>,
    /// Where in the piece the records begin: behind the first one, which has the names.
    pub start: usize,
}

/// A text that was found.
pub struct Found<'p> {
    pub text: Cow<'p, str>,
    /// Where it is written in the piece, with quotes if it has some.
    pub raw: Range<usize>,
    /// How it is written.
    pub written: Written,
    /// Where its record begins in the piece.
    pub record: usize,
    /// The number of its field.
    pub field: Option<usize>,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Plain,
    Json(Style),
    /// In a table; whether in quotes, and whether it is all of its record.
    Table {
        separator: u8,
        quoted: bool,
        alone: bool,
    },
}

impl Written {
    /// Writes a text in this way.
    pub fn write(self, text: &str, out: &mut Vec<u8>) {
        match self {
            Written::Plain => out.extend_from_slice(text.as_bytes()),
            Written::Json(style) => json::write(text, style, out),
            Written::Table { separator, quoted, alone } => {
                table::write(text, separator, quoted || (alone && text.is_empty()), out);
            }
        }
    }
}

/// A record at fault.
pub struct Fault {
    /// Where it is in the piece.
    pub at: usize,
    pub message: String,
}

/// What takes the texts and the faults of a piece, in order.
pub trait Take {
    fn found(&mut self, found: Found<'_>);
    fn fault(&mut self, fault: Fault);
}

/// Takes with two closures.
pub struct With<'f, F> {
    pub found: F,
    pub fault: &'f mut dyn FnMut(Fault),
}

impl<F: FnMut(Found<'_>)> Take for With<'_, F> {
    fn found(&mut self, found: Found<'_>) {
        (self.found)(found);
    }

    fn fault(&mut self, fault: Fault) {
        (self.fault)(fault);
    }
}

impl Format {
    /// As the options say.
    ///
    /// # Errors
    ///
    /// A field that cannot be meant.
    pub fn new(inputs: &Inputs) -> Result<Format> {
        let fields = inputs.field.iter().map(|name| {
            let path = FieldPath::new(name)?;
            Ok(Field { name: name.clone(), path, seen: AtomicBool::new(false) })
        });
        let fields: Vec<Field> = fields.collect::<Result<_>>()?;
        ensure!(fields.len() <= 64, "there can be at most 64 fields");
        Ok(match inputs {
            Inputs { jsonl: true, .. } => Format::Jsonl(fields),
            Inputs { csv: true, .. } => Format::Table(b',', fields),
            Inputs { tsv: true, .. } => Format::Table(b'\t', fields),
            _ if fields.is_empty() => Format::Plain,
            _ => bail!("--field goes with --jsonl, --csv or --tsv"),
        })
    }

    /// Whether there are records in it.
    pub fn has_records(&self) -> bool {
        !matches!(self, Format::Plain)
    }

    /// The fields.
    pub fn fields(&self) -> &[Field] {
        match self {
            Format::Plain => &[],
            Format::Jsonl(fields) | Format::Table(_, fields) => fields,
        }
    }

    /// The name of a field.
    pub fn field_name(&self, field: usize) -> &str {
        self.fields().get(field).map_or("", |field| &field.name)
    }

    /// The first field that no record had, once all have been read.
    pub fn missing_field(&self) -> Option<&str> {
        let mut fields = self.fields().iter();
        fields.find(|field| !field.seen.load(Ordering::Relaxed)).map(|field| &*field.name)
    }

    /// Finds the texts of a piece.
    pub fn texts(&self, piece: &str, columns: Option<&Columns>, take: &mut impl Take) {
        match self {
            Format::Plain => take.found(Found {
                text: Cow::Borrowed(piece),
                raw: 0..piece.len(),
                written: Written::Plain,
                record: 0,
                field: None,
            }),
            Format::Jsonl(fields) => json::texts(piece, fields, take),
            Format::Table(separator, _) => {
                if let Some(columns) = columns {
                    table::texts(piece, *separator, columns, take);
                }
            }
        }
    }
}

impl Field {
    /// Takes note that a record has it.
    fn see(&self) {
        // Not written again and again: all threads share it.
        if !self.seen.load(Ordering::Relaxed) {
            self.seen.store(true, Ordering::Relaxed);
        }
    }
}
