//! Who may do what with which item, by the rules as they are written: an oracle that knows nothing of the compiler's table.

use serde_json::{Map, Value as Json, json};

use super::persona::Persona;
use super::written::{Action, Field, Issuer, Model, OWN, Relation, Rule, Schema, Who, is_list};

pub(crate) const READ: [Action; 3] = [Action::Get, Action::List, Action::Listen];

/// What is shown in place of what may not be read.
pub(crate) const DENIED: &str = "!Unauthorized";

/// One of several answers: where the issue leaves a choice.
pub(crate) fn either(answers: &[Json]) -> Json {
    json!({ "?": answers })
}

/// The values of a field: of a list, each.
fn values(item: &Json, field: &str) -> Vec<String> {
    match &item[field] {
        Json::String(text) => vec![text.clone()],
        Json::Array(list) => list.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// How an owner is shown: the last part.
pub(crate) fn shown(value: &Json) -> Json {
    let part = |text: &str| text.rsplit("::").next().unwrap_or_default().to_owned();
    match value {
        Json::String(text) => part(text).into(),
        Json::Array(list) => list.iter().map(|it| it.as_str().map_or(Json::Null, |text| part(text).into())).collect(),
        other => other.clone(),
    }
}

/// A model, with what its schema says of it.
pub(crate) struct Of<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) model: &'a Model,
    everyone: Vec<Who>,
}

impl<'a> Of<'a> {
    pub(crate) fn new(schema: &'a Schema, name: &str) -> Self {
        let model = schema.model(name);
        let rules = model.fields.iter().filter_map(|field| field.rules.as_ref()).flatten().chain(&model.rules);
        let mut everyone: Vec<Who> = rules.flat_map(|rule| rule.who.iter().copied()).collect();
        if schema.function.is_some() {
            everyone.push(Who::Function);
        }
        everyone.sort();
        everyone.dedup();
        Self { schema, model, everyone }
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.model.fields.iter().find(|field| field.name == name)
    }

    /// The names of an item's fields of text, the ones that rules make included.
    pub(crate) fn fields(&self) -> Vec<&'static str> {
        let made = self.everyone.iter().filter_map(|who| match who {
            Who::Owner(field, ..) if self.field(field).is_none() => Some(*field),
            _ => None,
        });
        let mut names: Vec<&'static str> = self.model.fields.iter().map(|field| field.name).chain(made).collect();
        names.extend(self.references());
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        names
    }

    /// The fields that inputs have.
    pub(crate) fn inputs(&self) -> Vec<&'static str> {
        self.model.fields.iter().map(|field| field.name).chain(self.references()).collect()
    }

    fn references(&self) -> Vec<&'static str> {
        self.relations().iter().filter(|it| it.back).map(|it| it.reference).collect()
    }

    pub(crate) fn relations(&self) -> Vec<Relation> {
        self.schema.relations(self.model.name)
    }

    /// The fields that hold owners.
    pub(crate) fn is_owner(&self, field: &str) -> bool {
        self.everyone.iter().any(|who| matches!(who, Who::Owner(it, ..) if *it == field))
    }

    /// The fields that rules compare.
    pub(crate) fn is_compared(&self, field: &str) -> bool {
        self.everyone.iter().any(|who| matches!(who, Who::Owner(it, ..) | Who::Member(it, ..) if *it == field))
    }

    /// A field's value as it is shown: of owners by `sub::username`, the last part. (By other claims of several parts, the
    /// last one may be that of several owners.)
    fn shown(&self, field: &str, item: &Json) -> Json {
        let usual = |who: &Who| matches!(who, Who::Owner(it, _, claim) if *it == field && *claim == OWN);
        if self.everyone.iter().any(usual) { shown(&item[field]) } else { item[field].clone() }
    }

    pub(crate) fn has_own_rules(&self, field: &str) -> bool {
        self.field(field).is_some_and(|it| it.rules.is_some())
    }

    /// Whether a rule lets somebody do something with a field; without one, with what every item has by itself.
    fn may(&self, who: Who, action: Action, field: Option<&str>) -> bool {
        if who == Who::Function {
            let word = match action {
                Action::Get | Action::List => "query",
                Action::Listen => "listen",
                _ => "mutate",
            };
            return self.schema.function.as_ref().is_some_and(|words| words.contains(&word));
        }
        let own: Option<&Vec<Rule>> = field.and_then(|name| self.field(name)).and_then(|field| field.rules.as_ref());
        // the model's rules say nothing where each field has its own; an item is deleted as a whole
        let speaks = own.is_some()
            || action == Action::Delete
            || !self.relations().is_empty()
            || self.fields().iter().any(|name| self.field(name).is_none_or(|field| field.rules.is_none()));
        speaks && own.map_or_else(|| self.of_model(who, action), |own| own.iter().any(|rule| rule.allows(who, action)))
    }

    /// Whether the model's own rules let somebody do something.
    fn of_model(&self, who: Who, action: Action) -> bool {
        self.model.rules.iter().any(|rule| rule.allows(who, action))
    }

    fn all(&self) -> impl Iterator<Item = Option<&'static str>> {
        self.model.fields.iter().map(|field| Some(field.name)).chain([None])
    }

    pub(crate) fn may_any(&self, who: Who, action: Action) -> bool {
        self.all().any(|field| self.may(who, action, field)) && self.opens(who, action)
    }

    /// Whether an action is open to somebody at all: where the model's rules let them read, a field's rules open no other
    /// way.
    fn opens(&self, who: Who, action: Action) -> bool {
        let of_model = |action: Action| {
            let says = |who: Who| self.may(who, action, None) || self.of_model(who, action);
            says(who) || Self::signed_in(who).is_some_and(says)
        };
        !READ.contains(&action) || of_model(action) || !READ.into_iter().any(of_model)
    }

    /// All who are signed in, if they are of those.
    fn signed_in(who: Who) -> Option<Who> {
        match who {
            Who::Group(_) | Who::Owner(_, Issuer::Pool, _) | Who::Member(_, Issuer::Pool, _) => Some(Who::User),
            Who::OidcGroup(_) | Who::Owner(..) | Who::Member(..) => Some(Who::Oidc),
            _ => None,
        }
    }

    fn may_all(&self, who: Who, action: Action) -> bool {
        let whole = if who == Who::Function { self.may(who, action, None) } else { self.of_model(who, action) };
        whole && self.model.fields.iter().all(|field| self.may(who, action, Some(field.name)))
    }

    fn may_read(&self, who: Who, field: &str) -> bool {
        READ.iter().any(|action| self.may(who, *action, Some(field)) && self.opens(who, *action))
    }

    /// The same for all who are signed in, if they are of those.
    fn may_read_at_all(&self, who: Who, field: &str) -> bool {
        self.may_read(who, field) || Self::signed_in(who).is_some_and(|who| self.may_read(who, field))
    }

    /// By whom a caller may do something with some items at all.
    pub(crate) fn roles(&self, persona: &Persona, action: Action) -> Vec<Who> {
        let holds = |who: Who| persona.is(who) || !persona.values(who).is_empty();
        let may = |who: Who| match action {
            Action::Delete => self.may_all(who, action),
            _ => self.may_any(who, action),
        };
        self.everyone.iter().copied().filter(|who| holds(*who) && may(*who)).collect()
    }

    /// Whether a rule holds for an item.
    pub(crate) fn fits(persona: &Persona, who: Who, item: &Json) -> bool {
        match who {
            Who::Owner(field, ..) | Who::Member(field, ..) => {
                let own = persona.values(who);
                values(item, field).iter().any(|value| own.contains(value))
            }
            _ => persona.is(who),
        }
    }

    /// By whom a caller may do something with this item.
    pub(crate) fn fitting(&self, persona: &Persona, action: Action, item: &Json) -> Vec<Who> {
        self.roles(persona, action).into_iter().filter(|who| Self::fits(persona, *who, item)).collect()
    }

    /// Whether a caller may do something with an item, if there is one.
    pub(crate) fn may_with(&self, persona: &Persona, action: Action, item: Option<&Json>) -> bool {
        let item = item.unwrap_or(&Json::Null);
        !self.fitting(persona, action, item).is_empty()
    }

    pub(crate) fn reads(&self, persona: &Persona, field: &str, item: &Json) -> bool {
        let fits = |who: Who| self.may_read(who, field) && Self::fits(persona, who, item);
        self.everyone.iter().any(|who| fits(*who))
    }

    /// Whether a caller may compare with a field of all items, of some (which depends), or of none.
    pub(crate) fn compares(&self, persona: &Persona, field: &str) -> Option<bool> {
        if !self.is_hidden(field) {
            return Some(true);
        }
        let readers = || self.everyone.iter().copied().filter(|who| self.may_read(*who, field));
        if readers().any(|who| persona.is(who)) {
            return Some(true);
        }
        if readers().any(|who| !persona.values(who).is_empty()) { None } else { Some(false) }
    }

    /// Whether a caller may read anything of an item, or is a function, which gets what its mutations give back.
    pub(crate) fn is_told(&self, persona: &Persona, action: Action, item: &Json) -> bool {
        READ.iter().any(|action| self.may_with(persona, *action, Some(item)))
            || self.is_public()
            || persona.is(Who::Function) && self.may(Who::Function, action, None)
    }

    /// Whether the public may read items: what all may read is hidden from nobody.
    pub(crate) fn is_public(&self) -> bool {
        let finds = |who: Who| [Action::Get, Action::List].into_iter().any(|action| self.may_any(who, action));
        [Who::ApiKey, Who::Guest].into_iter().any(finds)
    }

    /// Whether somebody may do something with items, and read nothing of them.
    fn has_blind(&self, action: Action) -> bool {
        let may =
            |who: Who| if action == Action::Delete { self.may_all(who, action) } else { self.may_any(who, action) };
        let reads = |who: Who| READ.iter().any(|action| self.may_any(who, *action));
        let blind = |who: Who| !reads(who) && !Self::signed_in(who).is_some_and(reads);
        self.everyone.iter().any(|who| *who != Who::Function && may(*who) && blind(*who))
    }

    /// Whether who writes items may compare with a field of all of them, of some (which depends), or of none.
    pub(crate) fn probes(&self, persona: &Persona, action: Action, field: &str) -> Option<bool> {
        if self.is_hidden(field) || self.is_public() || !self.has_blind(action) {
            return self.compares(persona, field);
        }
        if persona.is(Who::Function) && self.may(Who::Function, action, None) {
            return Some(true);
        }
        let readers = || self.everyone.iter().copied().filter(|who| READ.iter().any(|it| self.may_any(*who, *it)));
        if readers().any(|who| persona.is(who)) {
            return Some(true);
        }
        if readers().any(|who| !persona.values(who).is_empty()) { None } else { Some(false) }
    }

    /// Whether some of those who get items may not read a field.
    pub(crate) fn is_hidden(&self, field: &str) -> bool {
        let reads_something = |who: Who| READ.iter().any(|action| self.may_any(who, *action));
        self.has_own_rules(field)
            || self.everyone.iter().any(|who| reads_something(*who) && !self.may_read_at_all(*who, field))
    }

    /// Whether everybody who is told of changes may read a field: what mutations give back holds it.
    pub(crate) fn is_delivered(&self, field: &str) -> bool {
        let mut listeners = self.everyone.iter().filter(|who| self.may_any(**who, Action::Listen));
        !self.is_hidden(field) || listeners.all(|who| self.may_read_at_all(*who, field))
    }

    /// A field as a caller sees it.
    fn seen(&self, persona: &Persona, field: &str, item: &Json, mutation: bool) -> Json {
        let value = self.shown(field, item);
        if !self.is_hidden(field) {
            return value;
        }
        let kept = !mutation || self.is_delivered(field);
        match (self.reads(persona, field, item), kept) {
            (true, true) => value,
            (true, false) => Json::Null,
            (false, _) => DENIED.into(),
        }
    }

    /// An item as a caller sees it, with what it leads to.
    pub(crate) fn view(&self, persona: &Persona, item: &Json, mutation: bool, world: &Json, depth: usize) -> Json {
        let mut view = Map::from_iter([("id".to_owned(), item["id"].clone())]);
        for field in self.fields() {
            view.insert(field.to_owned(), self.seen(persona, field, item, mutation));
        }
        if depth > 0 {
            for relation in self.relations() {
                let told = self.relation(persona, relation, item, mutation, world, depth);
                view.insert(relation.name.to_owned(), told);
            }
        }
        Json::Object(view)
    }

    /// What a caller gets back of an item that they changed, or deleted: who may not read it, what they set. Who may read
    /// only what was there before may get the rest.
    pub(crate) fn given_back(
        &self,
        persona: &Persona,
        action: Action,
        (before, item): (&Json, &Json),
        world: &Json,
        input: &Json,
    ) -> Json {
        let mut view = self.view(persona, item, true, world, 1);
        if !self.is_told(persona, action, item) {
            let knew = self.is_told(persona, action, before);
            for field in self.fields() {
                if !self.is_hidden(field) && input.get(field).is_none() {
                    view[field] = if knew { either(&[Json::Null, view[field].clone()]) } else { Json::Null };
                }
            }
        }
        view
    }

    fn relation(
        &self,
        persona: &Persona,
        relation: Relation,
        item: &Json,
        mutation: bool,
        world: &Json,
        depth: usize,
    ) -> Json {
        if mutation {
            return either(&[Json::Null, DENIED.into(), json!({ "items": [], "nextToken": null })]);
        }
        if self.is_hidden(relation.name) && !self.reads(persona, relation.name, item) {
            return DENIED.into();
        }
        let target = Of::new(self.schema, relation.target);
        // a rule without `list` does not list
        let actions: &[Action] = if relation.many { &[Action::List] } else { &[Action::Get, Action::List] };
        let may = actions.iter().any(|action| !target.roles(persona, *action).is_empty());
        let may_with = |it: &Json| actions.iter().any(|action| target.may_with(persona, *action, Some(it)));
        let all = world[relation.target].as_array().expect("items");
        let (of, at) = if relation.back { ("id", relation.reference) } else { (relation.reference, "id") };
        let mut found = all.iter().filter(|it| it[of] == item[at]);
        let view = |it: &Json| target.view(persona, it, false, world, depth - 1);
        if relation.many {
            let items: Vec<Json> = found.filter(|it| may_with(it)).map(view).collect();
            return if may { json!({ "items": items, "nextToken": null }) } else { DENIED.into() };
        }
        match found.next() {
            None if may => Json::Null,
            // that there is no reference is no secret: whoever reads the item sees it
            None => either(&[Json::Null, DENIED.into()]),
            Some(it) if may_with(it) => view(it),
            Some(_) => DENIED.into(),
        }
    }

    /// What a create stores for a caller, but for times; or none, if it is refused.
    pub(crate) fn created(&self, persona: &Persona, input: &Json) -> Option<Json> {
        let mut item = input.clone();
        for field in self.model.fields.iter().filter(|field| field.default) {
            if item[field.name].is_null() {
                item[field.name] = "preset".into();
            }
        }
        let touched: Vec<String> = item.as_object().expect("a map").keys().cloned().collect();
        // nothing is filled in for those who come by another rule only
        for who in self.roles(persona, Action::Create) {
            if let Who::Owner(field, ..) = who
                && item.get(field).is_none()
            {
                let own = Json::from(persona.values(who)[0].clone());
                item[field] = if is_list(field) { json!([own]) } else { own };
            }
        }
        let fitting = self.fitting(persona, Action::Create, &item);
        let whole = fitting.iter().any(|who| self.may_all(*who, Action::Create));
        let part =
            |field: &String| field != "id" && fitting.iter().any(|who| self.may(*who, Action::Create, Some(field)));
        if fitting.is_empty() || (!whole && !touched.iter().all(part)) {
            return None;
        }
        for key in self.model.index.iter().flatten().copied().chain(self.references()) {
            if item.get(key).is_some_and(Json::is_null) {
                item.as_object_mut().expect("a map").remove(key);
            }
        }
        Some(item)
    }

    /// Whether a caller may change these fields of an item: those that are set, and those that are set to null.
    pub(crate) fn updates(&self, persona: &Persona, input: &Json, item: &Json) -> bool {
        let fitting = self.fitting(persona, Action::Update, item);
        let may = |action: Action, field: &str| fitting.iter().any(|who| self.may(*who, action, Some(field)));
        let mut touched = input.as_object().expect("a map").iter().filter(|(name, _)| *name != "id");
        !fitting.is_empty()
            && touched.all(|(name, value)| may(Action::Update, name) && (!value.is_null() || may(Action::Delete, name)))
    }

    /// Whether a caller is told of an item: the shown values are what filters see.
    pub(crate) fn hears(&self, persona: &Persona, item: &Json) -> bool {
        let payload = self.payload(item);
        let delivered = |who: Who| match who {
            Who::Owner(field, ..) | Who::Member(field, ..) => {
                let own = persona.values(who);
                values(&payload, field).iter().any(|value| own.contains(value))
            }
            _ => true,
        };
        self.roles(persona, Action::Listen).into_iter().any(delivered)
    }

    /// What subscribers are sent of an item.
    pub(crate) fn payload(&self, item: &Json) -> Json {
        let mut payload = Map::from_iter([("id".to_owned(), item["id"].clone())]);
        for field in self.fields() {
            let value = self.shown(field, item);
            payload.insert(field.to_owned(), if self.is_delivered(field) { value } else { Json::Null });
        }
        Json::Object(payload)
    }
}
