//! Which file a path means: the path is a file, or a folder with a backend in it.

use crate::source::{Files, join};

/// Where a folder's backend is looked for, in this order.
const ENTRIES: [&str; 3] = ["backend.amp", "amplify/backend.amp", "amplify/backend.ts"];

/// Why a path leads to no backend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProjectError {
    /// There is neither a file nor a folder of that path.
    NotFound(String),
    /// The folder holds no backend: the folder, and the paths that were looked for.
    NoBackend(String, Vec<String>),
    /// The folder holds files of single resources only: the folder, and one of them.
    OnlyResources(String, String),
}

impl std::fmt::Display for ProjectError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound(path) => write!(f, "there is no file and no folder `{path}`"),
            Self::NoBackend(folder, looked_for) => {
                let listed: Vec<String> = looked_for.iter().map(|path| format!("`{path}`")).collect();
                write!(f, "there is no backend in `{folder}`: looked for {}", listed.join(", "))
            }
            Self::OnlyResources(folder, found) => write!(
                f,
                "`{folder}` holds resources, such as `{found}`, but no file that lists them: write `{}` with \
                 `defineBackend({{ ... }})`, or name one file",
                join(folder, "backend.amp")
            ),
        }
    }
}

impl std::error::Error for ProjectError {}

/// The entry file that a path means.
pub fn entry(files: &dyn Files, path: &str) -> Result<String, ProjectError> {
    let path = if path.is_empty() { "." } else { path };
    if files.is_file(path) {
        return Ok(path.to_owned());
    }
    if !files.is_dir(path) {
        return Err(ProjectError::NotFound(path.to_owned()));
    }
    // the folder may be `amplify` itself
    let own = join(path, "backend.ts");
    let looked_for: Vec<String> = ENTRIES.iter().map(|entry| join(path, entry)).chain([own]).collect();
    if let Some(found) = looked_for.iter().find(|candidate| files.is_file(candidate)) {
        return Ok(found.clone());
    }
    let resource = [
        "auth/resource",
        "data/resource",
        "storage/resource",
        "amplify/auth/resource",
        "amplify/data/resource",
        "resource",
    ]
    .iter()
    .flat_map(|stem| [format!("{stem}.amp"), format!("{stem}.ts")])
    .map(|candidate| join(path, &candidate))
    .find(|candidate| files.is_file(candidate));
    Err(match resource {
        Some(found) => ProjectError::OnlyResources(path.to_owned(), found),
        None => ProjectError::NoBackend(path.to_owned(), looked_for),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryFiles;

    #[test]
    fn a_folder_means_its_backend() {
        let files = MemoryFiles::single("p/amplify/backend.ts", "").with("q/amplify/auth/resource.ts", "");
        assert_eq!(entry(&files, "p"), Ok("p/amplify/backend.ts".to_owned()));
        assert_eq!(entry(&files, "p/amplify"), Ok("p/amplify/backend.ts".to_owned()));
        assert_eq!(entry(&files, "q/amplify/auth/resource.ts"), Ok("q/amplify/auth/resource.ts".to_owned()));
        let files = files.with("p/amplify/backend.amp", "");
        assert_eq!(entry(&files, "p"), Ok("p/amplify/backend.amp".to_owned()));
        let files = files.with("p/backend.amp", "").with("r/x.txt", "");
        assert_eq!(entry(&files, "p"), Ok("p/backend.amp".to_owned()));
        assert_eq!(
            entry(&files, "q"),
            Err(ProjectError::OnlyResources("q".into(), "q/amplify/auth/resource.ts".into()))
        );
        let Err(error) = entry(&files, "r") else { panic!("`r` holds no backend") };
        assert_eq!(
            error.to_string(),
            "there is no backend in `r`: looked for `r/backend.amp`, `r/amplify/backend.amp`, `r/amplify/backend.ts`, `r/backend.ts`"
        );
        assert_eq!(entry(&files, "s"), Err(ProjectError::NotFound("s".into())));
    }
}
