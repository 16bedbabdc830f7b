//! The words of the language: builders, properties, actions. Each property is one row, declared together with its
//! typed field; lowering, completion, hover and the reference page come from the same rows.

mod admin;
mod auth;
mod builders;
mod chain;
pub mod data;
mod deployed;
mod function;
mod grants;
mod http_api;
mod lower;
mod message;
mod policy;
mod primitive;
mod record;
mod reference;
mod rest;
mod rules;
mod schedule;
mod shape;
mod storage;
mod words;

pub use admin::*;
pub use auth::*;
pub(crate) use builders::closest_builder;
pub use builders::{builder, builders, lookup};
pub use chain::{Argument, Method, Term, Terms};
pub use deployed::{Deployed, DeployedPart};
pub use function::*;
pub use grants::*;
pub use http_api::*;
pub use lower::{At, Context, FunctionRef, Lower};
pub use message::{CODE, Invitation, Message, MessageAt, Parameters, Part, Verification, WithCode};
pub use policy::*;
pub use primitive::{Enabled, Int, KeyDoc, Map, OneOrMany, Secret, Table, TableKey, TextOrSecret, Toggle};
pub use record::Notes;
pub use reference::*;
pub use rest::*;
pub use rules::{Gives, Rules};
pub use schedule::{Schedule, ScheduleRecord, Timing, TimingError};
pub use shape::{Builder, Found, Keyed, Names, Origin, Placeholder, Prefixed, Record, Row, Shape, Word};
pub use storage::*;
pub use words::Words;
