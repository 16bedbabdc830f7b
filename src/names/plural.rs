//! Plurals of the names of models.

/// The plural of a name, as Amplify forms it.
pub fn plural(name: &str) -> String {
    format!("{name}s")
}
