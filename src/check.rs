//! The rules: a flat, ordered list of small functions. Each looks at one thing and says all that is wrong with it.

mod access;
mod admin;
mod attributes;
mod auth;
mod code;
mod data;
mod environment;
mod factors;
mod files;
mod functions;
mod grants;
mod groups;
mod http_api;
mod messages;
mod names;
mod outputs;
mod paths;
pub(crate) mod policies;
mod providers;
mod references;
mod rest;
mod routes;
mod schedules;
mod senders;
mod storage;
mod streams;
mod text;
mod unreached;

use crate::access::Access;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Backend;
use crate::source::{Files, Sources};

/// What becomes of code that the compiler cannot see into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HiddenCode {
    /// An error for each statement in an `.amp` file, whose language has no code; a warning in a file of TypeScript,
    /// which Amplify may still run: the editor.
    #[default]
    Judge,
    /// A warning for each statement, for who judges them later: the command line.
    Warn,
    /// An error for each statement: what builds without a person beside it.
    Refuse,
}

/// What a rule looks at, and what it found.
struct Inspection<'a> {
    backend: &'a Backend,
    access: &'a Access,
    sources: &'a Sources,
    files: &'a dyn Files,
    hidden_code: HiddenCode,
    found: Vec<Diagnostic>,
}

impl Inspection<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }
}

/// The rules for a backend as a whole.
static WHOLE: &[fn(&mut Inspection<'_>)] = &[
    code::hidden_statements,
    auth::one_auth,
    groups::unknown,
    groups::unused,
    names::functions_twice,
    names::function_clashes,
    names::group_clashes,
    names::model_clashes,
    names::storages_twice,
    names::storage_clashes,
    names::secrets,
    outputs::one,
    outputs::clashes,
    outputs::reserved,
    outputs::place_holders,
    storage::default,
    files::no_users,
    files::group_loses,
    files::shared_role,
    admin::users,
    admin::unlisted,
    admin::scope,
    admin::files,
    names::http_apis_twice,
    names::http_api_clashes,
    http_api::clashes,
    rest::no_users,
    rest::group_loses,
    data::one,
    data::modes::default,
    data::modes::of_rules,
    data::modes::default_of_use,
    functions::placement,
    unreached::resources,
];

/// The rules for what a resource says by itself: those that are not part of the backend follow them too.
static EACH: &[fn(&mut Inspection<'_>)] = &[
    auth::sign_in,
    auth::pool_name,
    auth::recovery,
    auth::referenced,
    groups::names,
    groups::twice,
    groups::too_many,
    groups::descriptions,
    groups::same_precedence,
    groups::gaps,
    attributes::custom_names,
    attributes::custom_count,
    attributes::bounds,
    messages::verification,
    messages::invitation,
    messages::phone,
    factors::multifactor,
    factors::second_factor_by_mail,
    factors::text_message,
    factors::passwordless,
    factors::passkeys,
    providers::addresses,
    providers::domain_prefix,
    providers::sources,
    providers::names,
    providers::mappings,
    providers::required,
    senders::email,
    senders::sms,
    senders::keys,
    names::functions,
    functions::custom,
    functions::entries,
    functions::runtimes,
    functions::layers,
    functions::logging,
    functions::durable,
    schedules::timings,
    schedules::twice,
    schedules::zones,
    environment::names,
    environment::size,
    access::actions,
    access::guests,
    policies::actions,
    policies::forms,
    policies::files_and_buckets,
    policies::wide,
    policies::withheld,
    policies::guests_change,
    policies::references,
    grants::actions,
    grants::names,
    grants::own,
    streams::models,
    streams::urls,
    streams::durable,
    streams::clashes,
    policies::lost_by_groups,
    names::storages,
    storage::origins,
    storage::lifecycle,
    storage::calls_itself,
    storage::durable_triggers,
    paths::forms,
    paths::overlaps,
    files::actions,
    files::half_of_write,
    files::principals_twice,
    files::no_folders,
    files::opens_folders,
    files::guests_write,
    files::names_listed,
    admin::empty,
    admin::group_names,
    admin::twice,
    admin::size,
    names::http_apis,
    routes::forms,
    routes::overlaps,
    rest::actions,
    rest::principals_twice,
    rest::authorizers,
    rest::public,
    rest::falls_through,
    rest::functions,
    rest::too_many,
    http_api::origins,
    data::names::forms,
    data::names::clashes,
    data::types::content,
    data::types::references,
    data::types::endless,
    data::keys::identifiers,
    data::keys::indexes,
    data::relations::sides,
    data::values::defaults,
    data::values::times,
    data::values::tests,
    data::operations::shapes,
    data::operations::subscriptions,
    data::rules::present,
    data::rules::places,
    data::rules::of_disabled,
    data::rules::twice,
    data::rules::fields,
    data::rules::hidden_required,
    data::rules::shadowed,
    data::hidden::told_by_relations,
    data::hidden::closed_indexes,
    data::items::given_away,
    data::items::deaf,
    data::items::unread,
    data::creators::can_create,
    data::claims::empty,
    data::claims::changeable,
    data::claims::apart,
    data::items::arguments,
    data::items::found_without_owner,
];

/// The proof that no rule, and nothing before the rules, found an error. Only [`check`] gives one.
#[derive(Clone, Copy, Debug)]
pub struct Proof(());

/// A backend in which nothing is wrong: what emitters demand.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    backend: &'a Backend,
    access: &'a Access,
    sources: &'a Sources,
}

impl<'a> Checked<'a> {
    /// The backend and its grants, which were checked, and the files that say so.
    pub const fn new(backend: &'a Backend, access: &'a Access, sources: &'a Sources, _: Proof) -> Self {
        Self { backend, access, sources }
    }

    /// The backend.
    pub const fn backend(&self) -> &'a Backend {
        self.backend
    }

    /// The files that it was read from.
    pub const fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// Its grants.
    pub const fn access(&self) -> &'a Access {
        self.access
    }
}

/// What the rules find, and the proof if neither they nor `earlier` (what reading, evaluating and lowering found) hold
/// an error.
pub fn check(
    backend: &Backend,
    access: &Access,
    sources: &Sources,
    files: &dyn Files,
    hidden_code: HiddenCode,
    earlier: &[Diagnostic],
) -> (Vec<Diagnostic>, Option<Proof>) {
    let mut inspection = Inspection { backend, access, sources, files, hidden_code, found: Vec::new() };
    for rule in WHOLE.iter().chain(EACH) {
        rule(&mut inspection);
    }
    let mut found = inspection.found;
    if let Some(outside) = &backend.outside {
        let access = &Access::of(outside);
        let mut inspection = Inspection { backend: outside, access, sources, files, hidden_code, found };
        for rule in EACH {
            rule(&mut inspection);
        }
        found = inspection.found;
    }
    let broken = earlier.iter().chain(&found).any(|diagnostic| diagnostic.severity == Severity::Error);
    (found, (!broken).then_some(Proof(())))
}
