//! When functions run by themselves.

use super::Inspection;
use crate::diagnostic::Code;
use crate::model::Function;
use crate::vocabulary::{At, Schedule};

fn schedules(function: &Function) -> impl Iterator<Item = &At<Schedule>> {
    function.record.schedule.iter().flat_map(|schedules| &schedules.0)
}

/// A schedule can be read, and gives a run the time that it may take.
pub(super) fn timings(cx: &mut Inspection<'_>) {
    let usual = i64::from(cx.backend.edition.timeout_seconds);
    for function in &cx.backend.functions {
        for schedule in schedules(function) {
            match schedule.timing() {
                Err(wrong) => {
                    let at = &schedule.value.timing;
                    cx.found.push(at.finding(Code::BadSchedule, wrong.message).help(wrong.help));
                }
                Ok(timing) => {
                    let timeout = function.record.timeout_seconds.as_ref().map_or(usual, |it| it.value.0);
                    if timing.every_seconds.is_some_and(|seconds| i64::from(seconds) < timeout) {
                        let message = format!(
                            "`{}` begins a run before the last one must end: one may take {timeout} seconds",
                            schedule.value.timing.value
                        );
                        let mut diagnostic = schedule.value.timing.finding(Code::ScheduleTooFast, message);
                        if let Some(timeout) = &function.record.timeout_seconds {
                            diagnostic = diagnostic.label(timeout.span, "the time that a run may take");
                        }
                        cx.found.push(diagnostic.help("run it less often, or give it less time"));
                    }
                }
            }
        }
    }
}

/// The same time stands once: a second schedule would only start the function twice.
pub(super) fn twice(cx: &mut Inspection<'_>) {
    for function in &cx.backend.functions {
        let mut seen: Vec<(String, &str, &At<Schedule>)> = Vec::new();
        for schedule in schedules(function) {
            let Ok(timing) = schedule.timing() else { continue };
            let zone = schedule.value.timezone();
            match seen.iter().find(|(expression, other, _)| *expression == timing.expression && *other == zone) {
                Some((_, _, first)) => {
                    let message = "this is the same time as another schedule of the function";
                    let diagnostic = schedule.value.timing.finding(Code::ScheduleTwice, message);
                    let diagnostic = diagnostic.label(first.value.timing.span, "the other one");
                    cx.found.push(diagnostic.help("leave one of them out"));
                }
                None => seen.push((timing.expression, zone, schedule)),
            }
        }
    }
}

/// A time zone has the form of the tz database: `UTC`, `Europe/Berlin`.
pub(super) fn zones(cx: &mut Inspection<'_>) {
    for function in &cx.backend.functions {
        for zone in schedules(function).filter_map(|schedule| schedule.value.timezone.as_ref()) {
            let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '+');
            let parts: Vec<&str> = zone.split('/').collect();
            let known = parts.len() > 1 || matches!(zone.as_str(), "UTC" | "GMT");
            if !known || parts.len() > 3 || parts.iter().any(|part| part.is_empty() || !part.chars().all(plain)) {
                let message = format!("`{}` is not a time zone", zone.value);
                let help = "write `UTC`, or area and city: `Europe/Berlin`";
                cx.found.push(zone.finding(Code::BadSchedule, message).help(help));
            }
        }
    }
}
