//! Subscriptions: who may listen, and who is told of what.

use serde_json::{Value as Json, json};

use super::calls::{Calls, OWNERS, refused};
use super::wanted::Wanted;
use super::written::{Action, Dice, Who, is_list};

impl Calls<'_> {
    pub(crate) fn listen(&mut self, subscription: &str, dice: &mut Dice) {
        let resolver = format!("Subscription.{subscription}{}", self.of.model.name);
        let roles = self.of.roles(self.persona, Action::Listen);
        let all = roles.iter().any(|who| self.persona.is(*who));
        let room = |who: &Who| match who {
            Who::Owner(field, ..) | Who::Member(field, ..) => {
                self.persona.values(*who).len().div_ceil(if is_list(field) { 20 } else { 5 })
            }
            _ => 0,
        };
        let crowded = roles.iter().map(room).sum::<usize>() > 10;
        let items = self.items().to_vec();
        let told = |filter: &dyn Fn(&Json) -> bool| -> Json {
            let told =
                items.iter().filter(|it| (all || self.of.hears(self.persona, it)) && filter(&self.of.payload(it)));
            told.map(|it| it["id"].clone()).collect()
        };
        let wanted = |refused_too: bool, told: Json| {
            let data = Wanted::Data(told, None);
            match () {
                () if roles.is_empty() => refused(),
                () if crowded && !all => Wanted::Any(vec![Wanted::Error, data]),
                () if refused_too => Wanted::Any(vec![refused(), data]),
                () => data,
            }
        };
        let mut found = vec![(json!({}), wanted(false, told(&|_| true)))];
        for field in ["owner", "writer"].into_iter().filter(|field| self.of.is_owner(field)) {
            let named = |who: &&Who| matches!(who, Who::Owner(it, ..) if *it == field);
            let own: Vec<String> = roles.iter().filter(named).flat_map(|who| self.persona.values(*who)).collect();
            for _ in 0..2 {
                let value =
                    if dice.chance(50) && !own.is_empty() { dice.pick(&own) } else { dice.pick(&OWNERS).to_owned() };
                let outcome = if all || own.contains(&value) {
                    wanted(false, told(&|payload| payload[field] == value))
                } else {
                    refused()
                };
                found.push((json!({ field: value }), outcome));
            }
        }
        let wished = dice.pick(&items)["f0"].clone();
        if wished.is_string() && self.of.fields().contains(&"f0") {
            let outcome = wanted(self.of.is_hidden("f0"), told(&|payload| payload["f0"] == wished));
            let outcome = match outcome {
                Wanted::Refused(_) => Wanted::Refused(vec!["f0".to_owned()]),
                Wanted::Any(of) => {
                    Wanted::Any(of.into_iter().chain([Wanted::Refused(vec!["f0".to_owned()])]).collect())
                }
                other => other,
            };
            found.push((json!({ "filter": { "f0": { "eq": wished } } }), outcome));
        }
        for (args, outcome) in found {
            self.add(&resolver, "listen", &args, outcome);
        }
    }
}
