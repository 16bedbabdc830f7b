//! When a function runs by itself: phrases, cron expressions, and objects of either with a time zone.

use smol_str::SmolStr;

use super::lower::{At, Context, Lower};
use super::record::record;
use super::shape::Shape;
use crate::evaluate::{Value, ValueKind};

/// A schedule as it is written; [`Schedule::timing`] reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// `every 5m` or a cron expression.
    pub timing: At<SmolStr>,
    /// Its time zone, `UTC` if none is given.
    pub timezone: Option<At<SmolStr>>,
    /// What it is for.
    pub description: Option<At<SmolStr>>,
}

record! {
    /// A schedule with its time zone: either `rate` or `cron`.
    ScheduleRecord = "defineFunction.schedule" {
        /// A phrase: `every 5m`, `every 2h`, `every day`, `every week`, `every month`, `every year`.
        rate: At<SmolStr> = "rate",
        /// Minute, hour, day of the month, month, day of the week (1 is Sunday) and perhaps year; one of the two days is `?`.
        cron: At<SmolStr> = "cron",
        /// The time zone: `Europe/Berlin`.
        timezone: At<SmolStr> = "timezone" [default("\"UTC\""), aliases(&["timeZone", "tz"])],
        /// What it is for.
        description: At<SmolStr> = "description",
    }
}

impl Lower for Schedule {
    fn shape() -> Shape {
        Shape::OneOf(&[SmolStr::shape, ScheduleRecord::shape])
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::String(_) => Some(Self { timing: At::lower(value, cx)?, timezone: None, description: None }),
            ValueKind::Object(_) => {
                let record = ScheduleRecord::lower(value, cx)?;
                let timing = match (record.rate, record.cron) {
                    (Some(timing), None) | (None, Some(timing)) => timing,
                    (Some(_), Some(cron)) => {
                        let help = "leave out `rate` or `cron`, or write two schedules";
                        let message = "a schedule has either `rate` or `cron`, not both";
                        cx.report(cron.finding(crate::diagnostic::Code::BadSchedule, message).help(help));
                        return None;
                    }
                    (None, None) => {
                        let written = value.get("rate").or_else(|| value.get("cron"));
                        if written.is_none_or(|value| value.kind == ValueKind::Undefined) {
                            let at = At { value: (), span: value.span, via: value.via };
                            let message = "this schedule does not say when";
                            let help = "add `rate: \"every 5m\"` or `cron: \"0 9 * * ?\"`";
                            cx.report(at.finding(crate::diagnostic::Code::BadSchedule, message).help(help));
                        }
                        return None;
                    }
                };
                Some(Self { timing, timezone: record.timezone, description: record.description })
            }
            _ => cx.wrong_with(value, "a schedule", Some("write `\"every 5m\"` or `\"0 9 * * ?\"`".to_owned())),
        }
    }
}

/// When a schedule fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// As EventBridge Scheduler wants it: `cron(*/5 * * * ? *)`.
    pub expression: String,
    /// Seconds between two runs, for `every Nm` and `every Nh`.
    pub every_seconds: Option<u32>,
}

/// What is wrong with a schedule, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimingError {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl Schedule {
    /// When it fires, or what is wrong with it.
    pub fn timing(&self) -> Result<Timing, TimingError> {
        let text = self.timing.as_str();
        if text.contains("every") { rate(text) } else { cron(text) }
    }

    /// Its time zone.
    pub fn timezone(&self) -> &str {
        self.timezone.as_ref().map_or("UTC", |timezone| timezone.as_str())
    }
}

fn error(message: impl Into<String>, help: impl Into<String>) -> TimingError {
    TimingError { message: message.into(), help: help.into() }
}

const PHRASES: &str = "write `every 5m`, `every 2h`, `every day`, `every week`, `every month` or `every year`";

fn rate(text: &str) -> Result<Timing, TimingError> {
    let unknown = || error(format!("`{text}` is no schedule"), PHRASES);
    let (every, what) = text.split_once(' ').ok_or_else(unknown)?;
    if every != "every" {
        return Err(unknown());
    }
    let fixed = |expression: &str| Ok(Timing { expression: expression.to_owned(), every_seconds: None });
    match what {
        "day" => return fixed("cron(0 0 * * ? *)"),
        "week" => return fixed("cron(0 0 ? * 1 *)"),
        "month" => return fixed("cron(0 0 1 * ? *)"),
        "year" => return fixed("cron(0 0 1 1 ? *)"),
        _ => {}
    }
    let (number, unit) = match (what.strip_suffix('m'), what.strip_suffix('h')) {
        (Some(number), _) => (number, 'm'),
        (_, Some(number)) => (number, 'h'),
        _ => return Err(spelled_out(text, what).unwrap_or_else(unknown)),
    };
    let (most, name, larger) =
        if unit == 'm' { (59, "minutes", "hours, `every 2h`") } else { (23, "hours", "`every day`") };
    let number: u32 = number
        .parse()
        .map_err(|_| error(format!("`{text}` needs a whole number of {name}"), format!("write `every 5{unit}`")))?;
    if number == 0 || number > most {
        let message = format!("`{text}` is outside of 1 to {most} {name}");
        return Err(error(message, format!("write a number from 1 to {most}, or {larger}")));
    }
    let (expression, seconds) = if unit == 'm' {
        (format!("cron(*/{number} * * * ? *)"), number * 60)
    } else {
        (format!("cron(0 */{number} * * ? *)"), number * 3600)
    };
    Ok(Timing { expression, every_seconds: Some(seconds) })
}

/// `every 5 minutes`, `every minute`, `every 2 days`: what people write for the short form.
fn spelled_out(text: &str, what: &str) -> Option<TimingError> {
    let (number, word) = match what.split_once(' ') {
        Some((number, word)) => (number.parse::<u32>().ok()?, word),
        None => (1, what),
    };
    let short = match word {
        "min" | "mins" | "minute" | "minutes" => format!("every {number}m"),
        "hr" | "hrs" | "hour" | "hours" => format!("every {number}h"),
        "days" | "weeks" | "months" | "years" | "day" | "week" | "month" | "year" if number == 1 => {
            format!("every {}", word.trim_end_matches('s'))
        }
        "days" | "day" => {
            return Some(error(
                format!("`{text}` is no schedule"),
                format!("write a cron expression: `0 0 */{number} * ?`"),
            ));
        }
        _ => return None,
    };
    Some(error(format!("`{text}` is no schedule"), format!("write `{short}`")))
}

struct Field {
    name: &'static str,
    low: u32,
    high: u32,
    /// Names that AWS would take, but Amplify does not.
    names: &'static [&'static str],
}

const FIELDS: [Field; 6] = [
    Field { name: "minutes", low: 0, high: 59, names: &[] },
    Field { name: "hours", low: 0, high: 23, names: &[] },
    Field { name: "day of the month", low: 1, high: 31, names: &[] },
    Field {
        name: "month",
        low: 1,
        high: 12,
        names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    },
    Field { name: "day of the week", low: 1, high: 7, names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] },
    Field { name: "year", low: 1970, high: 2199, names: &[] },
];

fn cron(text: &str) -> Result<Timing, TimingError> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    if !(5..=6).contains(&fields.len()) {
        let message = format!("`{text}` is no schedule: a cron expression has 5 or 6 fields, not {}", fields.len());
        let help =
            "write minute, hour, day of the month, month and day of the week: `0 9 * * ?`; or a phrase: `every 5m`";
        return Err(error(message, help));
    }
    for (index, (field, rule)) in fields.iter().zip(&FIELDS).enumerate() {
        if *field == "?" && (index == 2 || index == 4) {
            continue;
        }
        for part in field.split(',') {
            cron_part(part, rule)?;
        }
    }
    match (fields[2], fields[4]) {
        ("?", "?") => {
            let help = format!("write `{} {} * {} ?`", fields[0], fields[1], fields[3]);
            Err(error(format!("`{text}` says no day: both days are `?`"), help))
        }
        ("?", _) | (_, "?") => {
            let year = fields.get(5).unwrap_or(&"*");
            Ok(Timing { expression: format!("cron({} {year})", fields[..5].join(" ")), every_seconds: None })
        }
        (_, "*") => {
            let help = format!("write `{} ?`", fields[..4].join(" "));
            Err(error(format!("`{text}` sets both days: one of them must be `?`"), help))
        }
        _ => {
            let help = format!("write `{} {} ? {} {}`", fields[0], fields[1], fields[3], fields[4]);
            Err(error(format!("`{text}` sets both days: one of them must be `?`"), help))
        }
    }
}

fn cron_part(part: &str, rule: &Field) -> Result<(), TimingError> {
    let Field { name, low, high, names } = rule;
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| (*low..=*high).contains(number));
    let wrong = || {
        let upper = part.to_uppercase();
        let help = match names.iter().zip(1..).find(|(name, _)| **name == upper) {
            Some((_, number)) => format!("write the number: `{number}`"),
            None if *name == "day of the week" => "write a number from 1 (Sunday) to 7 (Saturday), or `*`".to_owned(),
            None => format!("write a number from {low} to {high}, `*`, a range `{low}-{high}` or a step `*/2`"),
        };
        error(format!("`{part}` is no {name}"), help)
    };
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (part, None),
    };
    if step.is_some_and(|step| !step.parse::<u32>().is_ok_and(|step| step > 0)) {
        return Err(wrong());
    }
    let sound = match range.split_once('-') {
        Some((from, to)) => number(from).zip(number(to)).is_some_and(|(from, to)| from <= to),
        None => range == "*" || number(range).is_some(),
    };
    if sound { Ok(()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let span = crate::source::TextRange::new(0, 0).in_file(crate::source::FileId(0));
        let schedule = Schedule { timing: At::new(text.into(), span), timezone: None, description: None };
        schedule.timing().map(|timing| timing.expression).map_err(|error| format!("{} | {}", error.message, error.help))
    }

    #[test]
    fn phrases_and_crons_as_amplify_reads_them() {
        for (written, expected) in [
            ("every 1m", "cron(*/1 * * * ? *)"),
            ("every 2h", "cron(0 */2 * * ? *)"),
            ("every day", "cron(0 0 * * ? *)"),
            ("every week", "cron(0 0 ? * 1 *)"),
            ("every month", "cron(0 0 1 * ? *)"),
            ("every year", "cron(0 0 1 1 ? *)"),
            ("0 9 ? * 2-6 *", "cron(0 9 ? * 2-6 *)"),
            ("*/15 8-17 ? * 2,3 *", "cron(*/15 8-17 ? * 2,3 *)"),
            ("0/5 * * * ?", "cron(0/5 * * * ? *)"),
            ("0 9 ? * 1", "cron(0 9 ? * 1 *)"),
        ] {
            assert_eq!(read(written).as_deref(), Ok(expected), "{written}");
        }
    }

    #[test]
    fn what_would_not_run_is_refused_with_what_to_write() {
        for (written, expected) in [
            ("every 5 minutes", "write `every 5m`"),
            ("every minute", "write `every 1m`"),
            ("every hour", "write `every 1h`"),
            ("every 3 days", "`0 0 */3 * ?`"),
            ("every 0m", "from 1 to 59"),
            ("every 90m", "or hours"),
            ("every 48h", "`every day`"),
            ("every 1.5h", "whole number"),
            ("every -1m", "whole number"),
            ("every", "write `every 5m`"),
            ("every 5m ", "write `every 5m`"),
            ("0 9 * * 1", "write `0 9 ? * 1`"),
            ("0 9 * * *", "write `0 9 * * ?`"),
            ("0 9 ? * MON *", "write the number: `2`"),
            ("0 9 1 JAN ? *", "write the number: `1`"),
            ("0 9 L * ? *", "`L` is no day of the month"),
            ("0 9 ? * 0 *", "from 1 (Sunday)"),
            ("60 9 ? * 1 *", "from 0 to 59"),
            ("5-70 9 ? * 1 *", "`5-70` is no minutes"),
            ("*/0 * * * ?", "`*/0` is no minutes"),
            ("0 9 ? * ? *", "both days are `?`"),
            ("0 9 * * ? 2024 9", "not 7"),
            ("rate(5 minutes)", "5 or 6 fields"),
            ("0 9 * * ? 1900", "from 1970 to 2199"),
            ("", "not 0"),
        ] {
            let error = read(written).expect_err(written);
            assert!(error.contains(expected), "{written}: {error}");
        }
    }
}
