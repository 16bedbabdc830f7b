//! Buckets as a whole: which one is the default, which pages may reach them, what they call and what they delete.

use super::Inspection;
use crate::access::{FileAction, Path, Principal};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::source::Span;
use crate::vocabulary::StorageTrigger;

/// Rules that a bucket's CORS configuration can have, and its lifecycle configuration.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html>
const MOST_ORIGINS: usize = 100;
const MOST_LIFECYCLES: usize = 1000;

/// Of several storages, one is the bucket that clients use when they name none.
pub(super) fn default(cx: &mut Inspection<'_>) {
    let storages = &cx.backend.storages;
    let says_so = |index: usize| storages[index].record.is_default.as_ref().filter(|it| it.value);
    let chosen: Vec<usize> = (0..storages.len()).filter(|index| says_so(*index).is_some()).collect();
    match chosen[..] {
        [] => {
            let doubted = storages.iter().any(|storage| storage.record.notes.doubts("isDefault"));
            if let ([first, .., last], false) = (&storages[..], doubted) {
                let message = "clients would not know which of the storages they use when they name none";
                let finding = Diagnostic::new(Code::DefaultStorage, first.span, message);
                let finding = finding.label(last.span, "another one");
                cx.found.push(finding.help("write `isDefault: true` in one of them"));
            }
        }
        [_] => {}
        [first, ref more @ ..] => {
            for (storage, here) in more.iter().filter_map(|index| Some((&storages[*index], says_so(*index)?))) {
                let message = format!("`{}` is the default beside another one", storage.name.value);
                let first = says_so(first).map_or(storages[first].span, |it| it.span);
                let finding = here.finding(Code::DefaultStorage, message).label(first, "the other one");
                cx.found.push(finding.help("leave `isDefault` out in all storages but one"));
            }
        }
    }
}

/// An origin is what a browser sends: scheme, host and perhaps port.
pub(super) fn origins(cx: &mut Inspection<'_>) {
    for storage in &cx.backend.storages {
        let rules = storage.record.cors.as_deref().unwrap_or_default();
        too_many(&mut cx.found, storage.record.notes.key("cors"), rules.len(), MOST_ORIGINS, "rules for origins");
        for rule in rules {
            let empty = |list: bool, what: &str| {
                let message = format!("a rule without {what} holds for nobody");
                let help = "name them, or leave the whole rule out";
                rule.notes.key(what).filter(|_| list).map(|key| Diagnostic::new(Code::Origin, key, message).help(help))
            };
            let origins =
                rule.allowed_origins.as_ref().is_some_and(Vec::is_empty) && !rule.notes.doubts("allowedOrigins");
            let methods =
                rule.allowed_methods.as_ref().is_some_and(Vec::is_empty) && !rule.notes.doubts("allowedMethods");
            cx.found.extend(empty(origins, "allowedOrigins").into_iter().chain(empty(methods, "allowedMethods")));
        }
        for origin in rules.iter().flat_map(|rule| rule.allowed_origins.iter().flatten()) {
            let text = origin.as_str();
            let (scheme, host) = text.split_once("://").unwrap_or(("", text));
            let stars = text.matches('*').count();
            let sound = text == "*" || !scheme.is_empty() && !host.is_empty() && !host.contains('/') && stars <= 1;
            if sound {
                continue;
            }
            let bare = host.split('/').next().unwrap_or_default();
            let finding = if stars > 1 {
                origin.finding(Code::Origin, "S3 takes one `*` in an origin").help("write several origins")
            } else if bare.is_empty() {
                let message = format!("`{text}` is no origin");
                origin.finding(Code::Origin, message).help("write it as `https://example.com`")
            } else {
                let local = bare.starts_with("localhost") || bare.starts_with("127.");
                let scheme = if scheme.is_empty() { if local { "http" } else { "https" } } else { scheme };
                let better = quoted(&format!("{scheme}://{bare}"));
                let message = format!("browsers never send `{text}` as an origin: it is a scheme and a host");
                origin.finding(Code::Origin, message).fix(format!("write `{better}`"), origin.span, better)
            };
            cx.found.push(finding);
        }
    }
}

/// A lifecycle rule says what is deleted and when.
pub(super) fn lifecycle(cx: &mut Inspection<'_>) {
    for storage in &cx.backend.storages {
        let rules = storage.record.lifecycle.as_deref().unwrap_or_default();
        let key = storage.record.notes.key("lifecycle");
        too_many(&mut cx.found, key, rules.len(), MOST_LIFECYCLES, "lifecycle rules");
        for (index, rule) in rules.iter().enumerate() {
            let days = |rule: &crate::vocabulary::Lifecycle| {
                let days = [&rule.expire_days, &rule.expire_versions_days, &rule.abort_uploads_days];
                (rule.path.as_ref().map(|path| path.value.clone()), days.map(|days| days.as_ref().map(|it| it.value)))
            };
            if let (true, Some(key)) = (rules[..index].iter().any(|other| days(other) == days(rule)), key) {
                let place = rule.path.as_ref().map_or(key, crate::vocabulary::At::place);
                let help = "leave one of them out";
                cx.found.push(Diagnostic::new(Code::Lifecycle, place, "the same rule stands twice").help(help));
            }
            let says_nothing = rule.expire_days.is_none()
                && rule.expire_versions_days.is_none()
                && rule.abort_uploads_days.is_none()
                && rule.notes.is_whole();
            if let (true, Some(key)) = (says_nothing, rule.path.as_ref().map(crate::vocabulary::At::place).or(key)) {
                let help = "say when: `expireDays`, `expireVersionsDays` or `abortUploadsDays`";
                cx.found.push(Diagnostic::new(Code::Lifecycle, key, "this rule deletes nothing").help(help));
            }
            if let Some(path) = &rule.path
                && Path::parse(path).is_none_or(|path| path.entity)
            {
                let message = format!("`{}` is no path of files that a lifecycle can speak of", path.value);
                let finding = path.finding(Code::StoragePath, message);
                cx.found.push(finding.help("write the folder with `/*` behind it, as `tmp/*`"));
            }
        }
    }
}

fn too_many(found: &mut Vec<Diagnostic>, key: Option<Span>, count: usize, most: usize, what: &str) {
    if let Some(key) = key.filter(|_| count > most) {
        let message = format!("{count} {what} are more than the {most} that a bucket can have");
        found.push(Diagnostic::new(Code::TooMany, key, message).help("let one rule speak for several"));
    }
}

/// A durable function is called by a version or by `$LATEST`; what calls a trigger names the function alone.
/// <https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html>
pub(super) fn durable_triggers(cx: &mut Inspection<'_>) {
    let of_storage = cx.backend.storages.iter().filter_map(|storage| storage.record.triggers.as_ref());
    let of_storage = of_storage.flat_map(|triggers| &triggers.0).map(|(_, reference)| reference);
    let of_pool = cx.backend.triggers().map(|(_, reference, _)| reference);
    for reference in of_storage.chain(of_pool) {
        let Some(function) = cx.backend.resolve(reference) else { continue };
        if let Some(durable) = function.record.notes.key("durableConfig") {
            let message = format!("`{}` is durable, and no trigger can call such a function", function.name.value);
            let finding = reference.finding(Code::DurableTrigger, message).label(durable, "durable by this");
            cx.found.push(finding.help("let a second function be the trigger, and call this one"));
        }
    }
}

/// A function that is called for each upload, and may upload into the same bucket, is worth a second look.
pub(super) fn calls_itself(cx: &mut Inspection<'_>) {
    for storage in &cx.backend.storages {
        let triggers = storage.record.triggers.iter().flat_map(|triggers| &triggers.0);
        for (trigger, reference) in triggers {
            let Some(function) = cx.backend.resolve(reference) else { continue };
            let again = match trigger.value {
                StorageTrigger::OnUpload => FileAction::Write,
                StorageTrigger::OnDelete => FileAction::Delete,
            };
            let who = Principal::Function(function.id);
            let Some(grant) = cx.access.storage_grants(&who, storage.id).find(|grant| grant.action == again) else {
                continue;
            };
            let does = if again == FileAction::Write { "write" } else { "delete" };
            let message = format!(
                "`{}` runs whenever a file of `{}` is {}, and may {does} files there, which calls it again",
                function.name.value,
                storage.name.value,
                if again == FileAction::Write { "uploaded" } else { "deleted" },
            );
            let finding = reference.finding(Code::CallsItself, message).label(grant.rule, "granted here");
            let help = "let the handler do nothing for files of its own making, or use a second storage";
            cx.found.push(finding.help(help));
        }
    }
}
