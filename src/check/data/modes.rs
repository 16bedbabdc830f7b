//! The ways by which callers say who they are: those that rules need are on, and the default one is of use.

use super::rules::{lists, provider_fits};
use crate::access::data::Caller;
use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::data::Mode;
use crate::source::Span;
use crate::vocabulary::data::{Provider, Rule, Subject};

/// The default mode is named where it does not follow, and is on.
pub(in crate::check) fn default(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let modes = cx.backend.modes();
    let written = data.record.authorization_modes.as_ref();
    let doubted = data.record.notes.doubts("authorizationModes");
    match modes.default {
        None if !doubted => {
            let place = data.record.notes.key("authorizationModes").unwrap_or(data.span);
            let finding = Diagnostic::new(Code::ModeOff, place, "no default authorization mode is named");
            let mode = if modes.on.contains(&Mode::UserPool) { "userPool" } else { "apiKey" };
            cx.found.push(finding.help(format!("add `defaultAuthorizationMode: \"{mode}\"`")));
        }
        Some(mode) if !modes.on.contains(&mode) && !doubted => {
            let place =
                written.and_then(|modes| modes.default_mode.as_ref()).map_or(data.span, crate::vocabulary::At::place);
            cx.found.push(off(mode, place, "the default mode"));
        }
        _ => {}
    }
    if modes.default == Some(Mode::Iam)
        && !modes.on.contains(&Mode::UserPool)
        && let Some(mode) = written.and_then(|modes| modes.default_mode.as_ref())
        && cx.access.data.functions.is_empty()
    {
        let message = "the default mode goes by an identity pool, and there is no auth";
        let finding = mode.finding(Code::ModeOff, message);
        cx.found.push(finding.help("add `defineAuth({ ... })`, or choose another mode"));
    }
}

fn off(mode: Mode, place: Span, what: &str) -> Diagnostic {
    let (why, help) = match mode {
        Mode::ApiKey => {
            ("there is no API key", "add `apiKeyAuthorizationMode: { expiresInDays: 30 }` to `authorizationModes`")
        }
        Mode::UserPool | Mode::Iam => ("there is no auth", "add `defineAuth({ ... })` to the backend"),
        Mode::Oidc => ("no provider is named", "add `oidcAuthorizationMode: { ... }` to `authorizationModes`"),
        Mode::Lambda => {
            ("no function is named", "add `lambdaAuthorizationMode: { function: myFunction }` to `authorizationModes`")
        }
    };
    Diagnostic::new(Code::ModeOff, place, format!("{what} cannot be used: {why}")).help(help)
}

/// Every rule goes by a way that is on.
pub(in crate::check) fn of_rules(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let modes = cx.backend.modes();
    let has_auth = modes.on.contains(&Mode::UserPool);
    if data.record.notes.doubts("authorizationModes") {
        return;
    }
    for rule in lists(data).flat_map(|(_, claims)| &claims.rules) {
        let Some(mode) = mode_of(rule).filter(|_| provider_fits(rule)) else { continue };
        let on = if mode == Mode::Iam { has_auth } else { modes.on.contains(&mode) };
        if !on {
            cx.found.push(off(mode, rule.who.place(), "this rule"));
        }
    }
}

/// The way by which the callers of a rule say who they are; `None` for functions, whose way is always on.
fn mode_of(rule: &Rule) -> Option<Mode> {
    let provider = rule.provider.as_ref().map(|provider| provider.value);
    Some(match (&rule.who.value, provider) {
        (Subject::Function(_), _) => return None,
        (Subject::ApiKey, _) => Mode::ApiKey,
        (Subject::Guest, _) | (Subject::Authenticated, Some(Provider::IdentityPool)) => Mode::Iam,
        (Subject::Custom, _) => Mode::Lambda,
        (_, Some(Provider::Oidc)) => Mode::Oidc,
        _ => Mode::UserPool,
    })
}

/// The default mode is of use for every model and operation, or their callers must name another one each time.
pub(in crate::check) fn default_of_use(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let modes = cx.backend.modes();
    // a mode that is off was told
    let Some(default) = modes.default.filter(|mode| modes.on.contains(mode)) else { return };
    let uses = |who: &Caller| who.mode() == default;
    let access = &cx.access.data;
    let mut unused: Vec<&str> = Vec::new();
    for model in &data.models {
        let roles = &access.model(model.id).roles;
        if !roles.is_empty() && !roles.iter().any(|role| uses(&role.who)) {
            unused.push(&model.name.value);
        }
    }
    for operation in &data.operations {
        let roles = access.operation(operation.id);
        if !roles.is_empty() && !roles.iter().any(|role| uses(&role.who)) {
            unused.push(&operation.name.value);
        }
    }
    let written = data.record.authorization_modes.as_ref().and_then(|modes| modes.default_mode.as_ref());
    if unused.is_empty() {
        return;
    }
    let place = written.map_or(data.span, crate::vocabulary::At::place);
    let shown: Vec<String> = unused.iter().take(4).map(|name| format!("`{name}`")).collect();
    let more =
        if unused.len() > shown.len() { format!(" and {} more", unused.len() - shown.len()) } else { String::new() };
    let message = format!("no rule of {}{more} goes by the default mode `{}`", shown.join(", "), default.text());
    let finding = Diagnostic::new(Code::DefaultModeUnused, place, message);
    cx.found
        .push(finding.help("choose the mode that their rules go by, or let callers name it: `{ authMode: \"...\" }`"));
}
