//! Admin queries: routes by which users of some groups manage users and groups.

use smol_str::SmolStr;

use crate::evaluate::DeclarationId;
use crate::source::Span;
use crate::vocabulary::{self, AdminRoute, At, Words};

/// The API's name where none is written, which is the one that the Amplify CLI gave it.
pub const ADMIN_QUERIES: &str = "AdminQueries";

/// An HTTP API by which users of some groups manage users and groups.
#[derive(Clone, Debug)]
pub struct AdminQueries {
    /// Its declaration.
    pub declaration: DeclarationId,
    /// Its name.
    pub name: At<SmolStr>,
    /// The groups whose members may call it, each once.
    pub groups: Vec<At<SmolStr>>,
    /// Its routes, each once and in the order of [`AdminRoute::all`], with the place that names it.
    pub routes: Vec<(AdminRoute, Span)>,
    /// What is written.
    pub record: vocabulary::AdminQueries,
    /// Where `defineAdminQueries` stands.
    pub span: Span,
}

impl AdminQueries {
    /// Of what is written. Nothing is granted by what is broken.
    pub(super) fn new(declaration: DeclarationId, span: Span, record: vocabulary::AdminQueries) -> Self {
        let name = record.name.clone().unwrap_or_else(|| At::new(SmolStr::new_static(ADMIN_QUERIES), span));
        let mut groups: Vec<At<SmolStr>> = Vec::new();
        for group in record.groups.iter().flatten() {
            if groups.iter().all(|known| known.value != group.value) {
                groups.push(group.clone());
            }
        }
        let all = record.routes.is_none() && !record.notes.doubts("routes");
        let written = |route: AdminRoute| record.routes.iter().flatten().find(|it| it.value == route).map(At::place);
        let place = |route: AdminRoute| if all { Some(span) } else { written(route) };
        let routes = AdminRoute::all().iter().filter_map(|route| Some((*route, place(*route)?))).collect();
        Self { declaration, name, groups, routes, record, span }
    }
}
