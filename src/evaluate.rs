//! Trees to values: constants, imports, spread, templates and `process.env` are resolved; what remains is literal data.

mod value;

pub use value::*;
