//! The resolvers of the API, in `APPSYNC_JS`: one for each operation, relation and field with rules of its own. A write is
//! one request, with everything that must hold as its condition; who may is decided before it, from the same table that
//! reports and policies read.

mod caller;
mod code;
mod field;
mod key;
mod operation;
mod read;
mod relation;
mod rights;
mod subscription;
mod validation;
mod write;

use std::collections::BTreeMap;

use crate::access::data::Caller;
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::model::data::{Data, Model, ModelId, ModelOperation};
use crate::model::{Backend, FunctionId};
use crate::names::Stack;
use crate::source::Files;
use crate::vocabulary::data::Kind;
use caller::Who;
use code::Module;
use rights::Rights;

/// A resolver of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolver {
    /// The stack that it belongs to.
    pub stack: Stack,
    /// The type of the field: `Query`.
    pub type_name: String,
    /// The field.
    pub field: String,
    /// What it does.
    pub steps: Steps,
    /// What a unit resolver asks of its table.
    pub requests: Vec<Request>,
    /// Its code: of a pipeline, what comes before the first step and behind the last one.
    pub code: String,
}

/// What a resolver does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Steps {
    /// One request.
    Unit(Source),
    /// Several, one behind the other.
    Pipeline(Vec<Step>),
}

/// A step of a pipeline: a function of AppSync.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// A name that no other step has: `QuerySearch1`.
    pub name: String,
    /// What it asks.
    pub source: Source,
    /// Its code.
    pub code: String,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The table of a model.
    Table(ModelId),
    /// Nothing: a data source of type `NONE`.
    Nothing,
    /// A function.
    Function(FunctionId),
    /// A data source that other code adds to the API.
    Named(String),
}

/// What is asked of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// One item.
    GetItem,
    /// The items of a partition: of an index, or of the table.
    Query(Option<String>),
    /// All items.
    Scan,
    /// A new item.
    PutItem,
    /// A change of an item.
    UpdateItem,
    /// That an item goes.
    DeleteItem,
}

/// What a variable of the API holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    /// The ARN of the sessions of guests:
    /// `arn:<partition>:sts::<account>:assumed-role/<role of guests>/CognitoIdentityCredentials`.
    GuestSession,
    /// The ID of the identity pool.
    IdentityPool,
    /// How the ARNs of a function's sessions begin: `arn:<partition>:sts::<account>:assumed-role/<its role>/`.
    FunctionSessions(FunctionId),
}

impl Resolver {
    /// The files that show the code, below the output folder.
    pub fn files(&self) -> Vec<(String, &str)> {
        let path = format!("resolvers/{}.{}", self.type_name, self.field);
        let mut files = vec![(format!("{path}.js"), self.code.as_str())];
        if let Steps::Pipeline(steps) = &self.steps {
            files.extend((1..).zip(steps).map(|(number, step)| (format!("{path}.{number}.js"), step.code.as_str())));
        }
        files
    }
}

/// All resolvers, and what is wrong with the code of those that are the user's own, which is read from `files`.
pub fn resolvers(checked: Checked<'_>, files: &dyn Files) -> (Vec<Resolver>, Vec<Diagnostic>) {
    let backend = checked.backend();
    let Some(data) = &backend.data else { return (Vec::new(), Vec::new()) };
    let mut found = Vec::new();
    for model in &data.models {
        let rights = Rights::new(&checked.access().data, model);
        let plan = Plan { backend, data, model, rights: &rights };
        found.extend(model.operations().map(|operation| {
            let module = match operation {
                ModelOperation::Get => read::get(&plan),
                ModelOperation::List => read::list(&plan),
                ModelOperation::Create => write::create(&plan),
                ModelOperation::Update => write::update(&plan),
                ModelOperation::Delete => write::delete(&plan),
                _ => subscription::on(&plan, operation),
            };
            let source = match operation.kind() {
                Kind::Subscription => Source::Nothing,
                _ => Source::Table(model.id),
            };
            let field = operation.name(&model.name.value);
            plan.resolver(operation.kind().type_name(), &field, source, &module)
        }));
        for index in &model.indexes {
            if let Some(query) = &index.query {
                let module = read::index(&plan, index, query);
                found.push(plan.resolver("Query", query, Source::Table(model.id), &module));
            }
        }
        found.extend(relation::all(&plan, &checked.access().data));
        for (field, module) in field::all(&plan) {
            found.push(plan.resolver(&model.name.value, field, Source::Nothing, &module));
        }
    }
    let (operations, problems) = operation::all(checked, data, files);
    found.extend(operations);
    (found, problems)
}

/// The variables that the API's resolvers read, with what each must hold.
/// <https://docs.aws.amazon.com/appsync/latest/devguide/environment-variables.html>
pub fn environment(checked: Checked<'_>) -> BTreeMap<String, Variable> {
    let (backend, access) = (checked.backend(), &checked.access().data);
    let callers = access.callers().into_iter().map(|caller| Who::Caller(caller.clone()));
    let functions = access.functions.iter().map(|right| Who::Function(right.function));
    let variable = |who: Who| match who {
        Who::Caller(Caller::Guest) => Some((caller::GUEST.to_owned(), Variable::GuestSession)),
        Who::Caller(Caller::Identity) => Some((caller::IDENTITY_POOL.to_owned(), Variable::IdentityPool)),
        Who::Caller(_) | Who::Item { .. } => None,
        Who::Function(id) => {
            Some((caller::function_variable(&backend.function(id).name.value), Variable::FunctionSessions(id)))
        }
    };
    callers.chain(functions).filter_map(variable).collect()
}

/// What the resolvers of a model are made of.
struct Plan<'a> {
    backend: &'a Backend,
    data: &'a Data,
    model: &'a Model,
    rights: &'a Rights<'a>,
}

impl Plan<'_> {
    fn resolver(&self, type_name: &str, field: &str, source: Source, module: &Module) -> Resolver {
        Resolver {
            stack: Stack::Model(self.model.name.value.to_string()),
            type_name: type_name.to_owned(),
            field: field.to_owned(),
            steps: Steps::Unit(source),
            requests: module.requests.clone(),
            code: module.text(),
        }
    }
}
