//! `amp_compiler` reads `.amp` files and Amplify Gen 2 definitions and compiles them into CloudFormation, IAM and
//! typed client code. See `ARCHITECTURE.md` for the way of the data; the modules below are in its order, and a module
//! uses only those above it.

pub mod access;
pub mod analysis;
pub mod build_script;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod disk;
pub mod emit;
pub mod evaluate;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod model;
pub mod names;
pub mod output;
pub mod resources;
pub mod source;
pub mod syntax;
pub mod vocabulary;
