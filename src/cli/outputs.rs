//! `ampc outputs`: `amplify_outputs.json` for a stack that was deployed.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::build::checked_artifacts;
use super::{Failure, Source, Terminal, Verdict};
use crate::emit::outputs::merge;
use crate::output::plain;
