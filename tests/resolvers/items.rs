//! Rules that depend on the item: schemas, callers, operations, and an oracle of what shall come of them.

#[path = "items/calls.rs"]
pub(crate) mod calls;
#[path = "items/listening.rs"]
mod listening;
#[path = "items/oracle.rs"]
pub(crate) mod oracle;
#[path = "items/persona.rs"]
pub(crate) mod persona;
#[path = "items/wanted.rs"]
pub(crate) mod wanted;
#[path = "items/written.rs"]
pub(crate) mod written;
