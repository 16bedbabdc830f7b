//! Editions: what holds where a definition is silent. A definition names one (`export const edition = "2026"`), and
//! keeps its defaults whatever version of the compiler reads it; an edition that was released never changes.

use std::fmt;

use crate::vocabulary::{Architecture, Runtime};

/// What holds where a definition is silent.
pub struct Edition {
    /// As it is written.
    pub name: &'static str,
    /// What a handler in JavaScript or TypeScript runs in; one in Python always says itself.
    pub node: Runtime,
    /// The processor of a function.
    pub architecture: Architecture,
    /// How long one call of a function may take, in seconds.
    pub timeout_seconds: u32,
    /// The memory of a function, in MB.
    pub memory_mb: u32,
    /// The room in `/tmp` of a function, in MB.
    pub ephemeral_storage_mb: u32,
    /// Whether the code of a function is made small.
    pub minify: bool,
    /// How long the history of a durable function is kept, in days.
    pub durable_retention_days: u32,
    /// The least number of characters of a password.
    pub password_length: u32,
    /// Whether a password needs lower-case and upper-case letters, digits and other characters.
    pub password_mixed: bool,
}

/// All editions, the newest last. The values of 2026 are those of Amplify, but for the runtime: Amplify's is the oldest
/// that is maintained (<https://docs.amplify.aws/react/build-a-backend/functions/configure-functions/>).
pub static EDITIONS: &[Edition] = &[Edition {
    name: "2026",
    node: Runtime::Node22,
    architecture: Architecture::X86,
    timeout_seconds: 3,
    memory_mb: 512,
    ephemeral_storage_mb: 512,
    minify: true,
    durable_retention_days: 14,
    password_length: 8,
    password_mixed: true,
}];

impl Edition {
    /// The edition of a name.
    pub fn of(name: &str) -> Option<&'static Self> {
        EDITIONS.iter().find(|edition| edition.name == name)
    }

    /// The edition of a definition that names none.
    pub fn newest() -> &'static Self {
        &EDITIONS[EDITIONS.len() - 1]
    }
}

impl Default for &Edition {
    fn default() -> Self {
        Edition::newest()
    }
}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Edition").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Words, lookup};

    #[test]
    fn the_reference_shows_the_defaults_of_the_newest_edition() {
        let newest = Edition::newest();
        let on = |on: bool| on.to_string();
        let rows = [
            ("defineFunction", "runtime", newest.node.text().to_owned()),
            ("defineFunction", "architecture", format!("\"{}\"", newest.architecture.text())),
            ("defineFunction", "timeoutSeconds", newest.timeout_seconds.to_string()),
            ("defineFunction", "memoryMB", newest.memory_mb.to_string()),
            ("defineFunction", "ephemeralStorageSizeMB", newest.ephemeral_storage_mb.to_string()),
            ("defineFunction", "bundling.minify", on(newest.minify)),
            ("defineFunction", "durableConfig.retentionPeriodDays", newest.durable_retention_days.to_string()),
            ("defineAuth", "passwordPolicy.minLength", newest.password_length.to_string()),
            ("defineAuth", "passwordPolicy.requireLowercase", on(newest.password_mixed)),
            ("defineAuth", "passwordPolicy.requireUppercase", on(newest.password_mixed)),
            ("defineAuth", "passwordPolicy.requireNumbers", on(newest.password_mixed)),
            ("defineAuth", "passwordPolicy.requireSymbols", on(newest.password_mixed)),
        ];
        for (builder, path, default) in rows {
            let row = lookup(builder, path.split('.')).and_then(|found| found.row).expect(path);
            assert_eq!(row.default, Some(default.as_str()), "{builder}.{path}");
        }
    }

    #[test]
    fn names_ascend() {
        assert!(EDITIONS.is_sorted_by(|a, b| a.name < b.name));
        assert!(EDITIONS.iter().all(|edition| Edition::of(edition.name).is_some_and(|it| it.name == edition.name)));
    }
}
