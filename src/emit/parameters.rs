//! The values of parameters, as `aws cloudformation deploy --parameter-overrides file://parameters.json` reads them.

use std::collections::BTreeMap;

use crate::names::LogicalId;
use crate::resources::{Given, Parameter};

const HOUR: u64 = 60 * 60;

/// `["Name=value"]`: of the forms of that file the one that every version of the AWS command line takes.
pub(super) fn file(parameters: &BTreeMap<LogicalId, Parameter>, now: u64) -> String {
    let given = parameters.iter().filter_map(|(id, parameter)| Some((id, parameter.given?)));
    let lines = given.map(|(id, given)| format!("{id}={}", value(given, now)));
    super::pretty(&lines.collect::<Vec<_>>())
}

fn value(given: Given, now: u64) -> String {
    match given {
        Given::DaysFromNow(days) => {
            // an hour to deploy, where one day is the least
            let wait = (u64::from(days) * 24).max(26) * HOUR;
            ((now + wait) / HOUR * HOUR).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names;

    #[test]
    fn days_end_at_a_full_hour() {
        let at = |days, seconds| {
            let parameter = Parameter { given: Some(Given::DaysFromNow(days)), ..Parameter::default() };
            let all = [(names::group("a"), parameter), (names::group("b"), Parameter::default())];
            file(&all.into(), seconds)
        };
        assert_eq!(at(7, 0), "[\n  \"AGroup=604800\"\n]\n");
        assert_eq!(at(7, 3599), at(7, 0));
        assert_eq!(at(7, 3600), "[\n  \"AGroup=608400\"\n]\n");
        // AppSync takes no key for less than a day: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApiKey.html
        assert_eq!(at(1, 3599), "[\n  \"AGroup=93600\"\n]\n");
        assert_eq!(file(&BTreeMap::new(), 0), "[]\n");
    }
}
