//! Operations on random items, and what shall come of each.

use serde_json::{Map, Value as Json, json};

use super::oracle::Of;
use super::persona::Persona;
use super::wanted::{Case, Wanted};
use super::written::{Action, Dice, Schema, Who, is_list};

pub(crate) const NOW: &str = "2030-01-01T00:00:00.000Z";

pub(crate) const OWNERS: [&str; 9] = [
    "sub-ann::ann",
    "sub-ann::ann",
    "sub-ann",
    "ann",
    "sub-bob::bob",
    "bob",
    "sub-zed::zed",
    "ann@x.com",
    "sub-ann::ann@x.com",
];
const TEAMS: [&str; 6] = ["ADMINS", "EDITORS", "EDITORS", "OTHERS", "ED", "GROUP7"];

/// A value of a field: null and empty lists among them.
fn value(field: &str, unique: &str, dice: &mut Dice) -> Json {
    let pool: &[&str] = match field {
        "owner" | "writer" | "editors" => &OWNERS,
        "team" | "teams" => &TEAMS,
        _ => return unique.into(),
    };
    if is_list(field) { (0..dice.below(4)).map(|_| dice.pick(pool)).collect() } else { dice.pick(pool).into() }
}

/// Items of all models.
pub(crate) fn items(schema: &Schema, dice: &mut Dice) -> Json {
    let mut world = Map::new();
    for model in &schema.models {
        let of = Of::new(schema, model.name);
        let keys: Vec<&str> = model.index.iter().flatten().copied().collect();
        let mut items = Vec::new();
        for at in 0..4 + dice.below(3) {
            let id = format!("{}-{at}", model.name);
            let mut item = json!({ "id": id, "__typename": model.name, "createdAt": "before", "updatedAt": "before" });
            for field in of.fields() {
                match field {
                    "folderId" if dice.chance(80) => item[field] = format!("Folder-{}", dice.below(5)).into(),
                    "topId" if dice.chance(80) => item[field] = format!("Folder-{at}").into(),
                    "folderId" | "topId" => {}
                    _ if dice.chance(8) => {}
                    _ if dice.chance(8) && !keys.contains(&field) => item[field] = Json::Null,
                    _ => item[field] = value(field, &format!("hidden {field} of {id}"), dice),
                }
            }
            items.push(item);
        }
        world.insert(model.name.to_owned(), items.into());
    }
    Json::Object(world)
}

/// Calls of one caller with one model.
pub(crate) struct Calls<'a> {
    pub(crate) of: Of<'a>,
    pub(crate) persona: &'a Persona,
    pub(crate) at: usize,
    pub(crate) world: &'a Json,
    pub(crate) cases: Vec<Case>,
}

pub(crate) fn refused() -> Wanted {
    Wanted::Refused(Vec::new())
}

impl Calls<'_> {
    pub(crate) fn items(&self) -> &[Json] {
        self.world[self.of.model.name].as_array().expect("items")
    }

    pub(crate) fn add(&mut self, resolver: &str, kind: &str, args: &Json, wanted: Wanted) -> &mut Case {
        self.add_deep(resolver, kind, args, wanted, usize::from(kind != "list"))
    }

    /// A call, and so many relations down what it gives.
    fn add_deep(&mut self, resolver: &str, kind: &str, args: &Json, wanted: Wanted, depth: usize) -> &mut Case {
        let call = json!({
            "resolver": resolver, "kind": kind, "type": self.of.model.name, "persona": self.at, "args": args,
            "depth": depth,
        });
        self.cases.push(Case { call, wanted, written: None, alike: None });
        self.cases.last_mut().expect("one")
    }

    /// Calls by chance, about one in so many of those that there are.
    pub(crate) fn collect(&mut self, dice: &mut Dice) {
        self.gets();
        self.lists(dice);
        self.finds(dice);
        for _ in 0..6 {
            self.create(dice);
        }
        let ids = (0..self.items().len()).map(Some).chain([None]);
        for at in ids {
            for _ in 0..2 {
                self.update(at, dice);
            }
            self.delete(at, dice);
        }
        for subscription in ["onCreate", "onUpdate", "onDelete"] {
            self.listen(subscription, dice);
        }
    }

    fn gets(&mut self) {
        let resolver = format!("Query.get{}", self.of.model.name);
        let may = !self.of.roles(self.persona, Action::Get).is_empty();
        for (at, item) in self.items().to_vec().into_iter().enumerate() {
            let depth = if at == 0 { 2 } else { 1 };
            let wanted = if self.of.may_with(self.persona, Action::Get, Some(&item)) {
                Wanted::Data(self.of.view(self.persona, &item, false, self.world, depth), None)
            } else {
                refused()
            };
            self.add_deep(&resolver, "get", &json!({ "id": item["id"] }), wanted, depth);
        }
        let wanted = if may { Wanted::Data(Json::Null, None) } else { refused() };
        self.add(&resolver, "get", &json!({ "id": "nothing" }), wanted);
    }

    /// What a list gives of these items.
    fn rows(&self, items: &[Json], token: &Json, depth: usize) -> Wanted {
        if self.of.roles(self.persona, Action::List).is_empty() {
            return refused();
        }
        let seen = items.iter().filter(|it| self.of.may_with(self.persona, Action::List, Some(it)));
        let seen: Vec<Json> = seen.map(|it| self.of.view(self.persona, it, false, self.world, depth)).collect();
        Wanted::Data(json!({ "items": seen, "nextToken": token }), None)
    }

    /// The same where a field is compared: nothing is told of it to who may not read it.
    fn compared(&self, items: &[Json], field: &str) -> Wanted {
        match self.of.compares(self.persona, field) {
            Some(true) => self.rows(items, &Json::Null, 0),
            Some(false) => Wanted::Refused(vec![field.to_owned()]),
            None => {
                let known: Vec<Json> =
                    items.iter().filter(|it| self.of.reads(self.persona, field, it)).cloned().collect();
                Wanted::Any(vec![Wanted::Refused(vec![field.to_owned()]), self.rows(&known, &Json::Null, 0)])
            }
        }
    }

    fn lists(&mut self, dice: &mut Dice) {
        let resolver = format!("Query.list{}s", self.of.model.name);
        let items = self.items().to_vec();
        self.add_deep(&resolver, "list", &json!({}), self.rows(&items, &Json::Null, 1), 1);
        for start in [0, 2] {
            let limit = 1 + dice.below(3);
            let end = (start + limit).min(items.len());
            let token = if start + limit < items.len() { end.to_string().into() } else { Json::Null };
            let args = if start == 0 { json!({ "limit": limit }) } else { json!({ "limit": limit, "nextToken": "2" }) };
            self.add(&resolver, "list", &args, self.rows(&items[start..end], &token, 0));
        }
        for field in self.of.fields() {
            let plain = ["f0", "f1", "f2"].contains(&field);
            if is_list(field) || (!plain && self.of.is_hidden(field)) {
                continue;
            }
            let wished = dice.pick(&items)[field].clone();
            if !wished.is_string() {
                continue;
            }
            let found: Vec<Json> = items.iter().filter(|it| it[field] == wished).cloned().collect();
            let filter = if dice.chance(50) {
                json!({ field: { "eq": wished } })
            } else {
                json!({ "or": [{ field: { "eq": wished } }, { "id": { "eq": "nothing" } }] })
            };
            let wanted = self.compared(&found, field);
            self.add(&resolver, "list", &json!({ "filter": filter }), wanted);
        }
    }

    fn finds(&mut self, dice: &mut Dice) {
        let Some(keys) = self.of.model.index.clone() else { return };
        let resolver = format!("Query.by{}", self.of.model.name);
        let items = self.items().to_vec();
        for _ in 0..3 {
            let wished = dice.pick(&items)[keys[0]].clone();
            let wished = if wished.is_string() { wished } else { "sub-none".into() };
            let mut found: Vec<Json> = items
                .iter()
                .filter(|it| it[keys[0]] == wished && keys.iter().all(|key| it[*key].is_string()))
                .cloned()
                .collect();
            if let Some(sort) = keys.get(1) {
                found.sort_by(|a, b| a[*sort].as_str().cmp(&b[*sort].as_str()));
            }
            let mut wanted = self.compared(&found, keys[0]);
            let mut lenient = keys[1..].iter().any(|key| self.of.compares(self.persona, key) != Some(true));
            // the peer refuses names and groups of others, where there is nothing to show
            lenient |= self.of.is_compared(keys[0]);
            if lenient {
                // what has a key that one may not read need not be found
                let known = |it: &&Json| keys.iter().all(|key| self.of.reads(self.persona, key, it));
                let least: Vec<Json> = found.iter().filter(known).cloned().collect();
                let refused = Wanted::Refused(keys.iter().map(|&key| key.to_owned()).collect());
                wanted = Wanted::Any(vec![refused, wanted, self.rows(&least, &Json::Null, 0)]);
            }
            self.add(&resolver, "list", &json!({ keys[0]: wished }), wanted);
        }
    }

    /// A condition of the caller, whether it holds, and what it compares.
    fn condition(&self, item: Option<&Json>, dice: &mut Dice) -> Option<(Json, bool, &'static str)> {
        if dice.chance(60) {
            return None;
        }
        let field = dice.pick(&["f0", "f1", "f2"]);
        let there = item.map(|it| it[field].clone()).filter(Json::is_string)?;
        if !self.of.fields().contains(&field) {
            return None;
        }
        let holds = dice.chance(50);
        let wished = if holds { there } else { "something else".into() };
        Some((json!({ field: { "eq": wished } }), holds, field))
    }

    /// What comes of a write that is allowed, or not, under a condition.
    fn under(
        &self,
        action: Action,
        wanted: Wanted,
        item: Option<&Json>,
        condition: Option<&(Json, bool, &'static str)>,
    ) -> Wanted {
        let Some((_, holds, field)) = condition else { return wanted };
        let allowed = !matches!(wanted, Wanted::Refused(_));
        let names = vec![(*field).to_owned()];
        let normal = if allowed && !holds { Wanted::Failed } else { wanted };
        let normal = match normal {
            Wanted::Refused(of) => Wanted::Refused([of, names.clone()].concat()),
            other => other,
        };
        match self.of.probes(self.persona, action, field) {
            Some(true) => normal,
            Some(false) => Wanted::Refused([names, self.touchable()].concat()),
            None if !allowed => normal,
            None if item.is_some_and(|item| self.of.reads(self.persona, field, item)) => {
                Wanted::Any(vec![Wanted::Refused([names, self.touchable()].concat()), normal])
            }
            None => Wanted::Any(vec![Wanted::Refused([names, self.touchable()].concat()), Wanted::Failed]),
        }
    }

    fn touchable(&self) -> Vec<String> {
        self.of.fields().into_iter().map(str::to_owned).collect()
    }

    fn input(&self, dice: &mut Dice, most: usize) -> Map<String, Json> {
        let mut input = Map::new();
        for field in self.of.inputs() {
            if !dice.chance(most) {
                continue;
            }
            let mut given = if field.ends_with("Id") { "Folder-1".into() } else { value(field, "new", dice) };
            // one's own, more often than by chance
            let own = |who: &Who| matches!(who, Who::Owner(it, ..) | Who::Member(it, ..) if *it == field);
            let roles = self.of.roles(self.persona, Action::Create);
            if let Some(who) = roles.iter().find(|who| own(who))
                && dice.chance(50)
            {
                let mine = dice.pick(&self.persona.values(*who));
                given = if is_list(field) { json!(["somebody", mine]) } else { mine.into() };
            }
            input.insert(field.to_owned(), if dice.chance(15) { Json::Null } else { given });
        }
        input
    }

    fn create(&mut self, dice: &mut Dice) {
        let model = self.of.model.name;
        let share = dice.pick(&[15, 40, 70]);
        let mut input = self.input(dice, share);
        if dice.chance(20) {
            let id = if dice.chance(50) { format!("{model}-1") } else { "mine".to_owned() };
            input.insert("id".to_owned(), id.into());
        }
        let mut names: Vec<String> = input.keys().cloned().collect();
        names.extend(self.of.model.fields.iter().filter(|it| it.default).map(|it| it.name.to_owned()));
        let input = Json::Object(input);
        let made = self.of.created(self.persona, &input).map(|mut item| {
            let members = item.as_object_mut().expect("a map");
            members.entry("id").or_insert_with(|| "auto1".into());
            members.insert("__typename".to_owned(), model.into());
            members.insert("createdAt".to_owned(), NOW.into());
            members.insert("updatedAt".to_owned(), NOW.into());
            item
        });
        let wanted = match &made {
            None => Wanted::Refused(names),
            Some(item) if item["id"] == format!("{model}-1") => {
                Wanted::Any(vec![Wanted::Failed, Wanted::Refused(names)])
            }
            Some(item) => {
                let data = self.of.view(self.persona, item, true, self.world, 1);
                Wanted::Data(data, Some([self.items(), std::slice::from_ref(item)].concat()))
            }
        };
        let case = self.add(&format!("Mutation.create{model}"), "create", &json!({ "input": input }), wanted);
        case.written = made;
    }

    fn update(&mut self, at: Option<usize>, dice: &mut Dice) {
        let model = self.of.model.name;
        let share = dice.pick(&[20, 50]);
        let mut input = self.input(dice, share);
        let item = at.map(|at| self.items()[at].clone());
        let names: Vec<String> = input.keys().cloned().collect();
        input.insert("id".to_owned(), item.as_ref().map_or("nothing".into(), |it| it["id"].clone()));
        let input = Json::Object(input);
        let condition = self.condition(item.as_ref(), dice);
        let mut written = None;
        let wanted = match &item {
            Some(stored) if self.of.updates(self.persona, &input, stored) => {
                let mut changed = stored.clone();
                changed["updatedAt"] = NOW.into();
                for (name, value) in input.as_object().expect("a map") {
                    match value {
                        Json::Null => drop(changed.as_object_mut().expect("a map").remove(name)),
                        value => changed[name] = value.clone(),
                    }
                }
                let items = self.items().iter().map(|it| if it["id"] == changed["id"] { &changed } else { it });
                let items = items.cloned().collect();
                let data = self.of.given_back(self.persona, Action::Update, (stored, &changed), self.world, &input);
                written = Some(changed);
                Wanted::Data(data, Some(items))
            }
            // who may change every item, is told that there is none
            None if self.of.updates(self.persona, &input, &Json::Null) => Wanted::Failed,
            _ => Wanted::Refused(names),
        };
        let wanted = self.under(Action::Update, wanted, item.as_ref(), condition.as_ref());
        let mut args = json!({ "input": input });
        let alike = condition.is_none()
            && !self.of.may_with(self.persona, Action::Update, item.as_ref())
            && matches!(wanted, Wanted::Refused(_));
        let touched: Vec<String> = input
            .as_object()
            .expect("a map")
            .iter()
            .map(|(name, value)| format!("{name} {}", value.is_null()))
            .collect();
        if let Some((condition, ..)) = condition {
            args["condition"] = condition;
        }
        let persona = self.at;
        let case = self.add(&format!("Mutation.update{model}"), "update", &args, wanted);
        case.written = written;
        case.alike = alike.then(|| format!("update {model} {persona} {touched:?}"));
    }

    fn delete(&mut self, at: Option<usize>, dice: &mut Dice) {
        let model = self.of.model.name;
        let item = at.map(|at| self.items()[at].clone());
        let condition = self.condition(item.as_ref(), dice);
        let may = self.of.may_with(self.persona, Action::Delete, item.as_ref());
        let wanted = match &item {
            _ if !may => refused(),
            None => Wanted::Data(Json::Null, None),
            Some(stored) => {
                let left = self.items().iter().filter(|it| *it != stored).cloned().collect();
                let data = self.of.given_back(self.persona, Action::Delete, (stored, stored), self.world, &json!({}));
                Wanted::Data(data, Some(left))
            }
        };
        let wanted = self.under(Action::Delete, wanted, item.as_ref(), condition.as_ref());
        let id = item.as_ref().map_or("nothing".into(), |it| it["id"].clone());
        let mut args = json!({ "input": { "id": id } });
        let alike = !may && condition.is_none();
        if let Some((condition, ..)) = condition {
            args["condition"] = condition;
        }
        let persona = self.at;
        let case = self.add(&format!("Mutation.delete{model}"), "delete", &args, wanted);
        case.written = item.filter(|_| may);
        case.alike = alike.then(|| format!("delete {model} {persona}"));
    }
}
