//! The editor's way in: a language server on stdin and stdout.
//!
//! It is synchronous: one message after the other. Changes are kept in [`documents`] over the disk, and the backends that
//! the open documents belong to are read again before the next answer, or when the editor falls quiet. What is told
//! about a place comes from three sides: the text around the cursor (`cursor`, which works on half-written text), the
//! vocabulary (`subject`), and the analysis of the last reading.

mod access;
mod actions;
mod chains;
mod completion;
mod cursor;
mod definition;
mod documents;
mod findings;
mod groups;
mod hover;
mod imports;
mod markdown;
mod outline;
mod paths;
mod projects;
mod references;
mod resources;
mod schema;
mod scope;
mod server;
mod subject;
#[cfg(test)]
mod tests;
mod uri;

use lsp_server::Connection;

use crate::source::Files;

/// Serves an editor on stdin and stdout until it leaves; `below` is what lies under its unsaved contents. Gives whether
/// it left as the protocol demands: `shutdown`, then `exit`.
pub fn serve(below: &dyn Files) -> bool {
    let (connection, threads) = Connection::stdio();
    let left = server::Server::new(&connection, below).serve();
    // the writing thread ends when nobody can send any more
    drop(connection);
    threads.join().is_ok() && left
}
