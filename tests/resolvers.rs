//! The emitted resolvers run, in a JavaScript engine, against a model of AppSync and DynamoDB.

#[path = "resolvers/behaviour.rs"]
mod behaviour;
#[path = "resolvers/engine.rs"]
mod engine;
#[path = "resolvers/item_rules.rs"]
mod item_rules;
#[path = "resolvers/items.rs"]
mod items;
#[path = "resolvers/persona.rs"]
mod persona;
#[path = "resolvers/static_rules.rs"]
mod static_rules;
#[path = "resolvers/table.rs"]
mod table;
#[path = "resolvers/written.rs"]
mod written;
