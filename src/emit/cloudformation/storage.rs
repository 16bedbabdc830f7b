//! `defineStorage`: the bucket, what may reach it, and what it calls.

mod policy;

use std::collections::BTreeSet;

use serde_json::json;

use super::Plan;
use super::aws::{Document, Permission, Statement};
use super::grants::Grants;
use super::s3::{
    AbortUploads, Bucket, BucketPolicy, CorsConfiguration, CorsRule, LambdaConfiguration, LifecycleConfiguration,
    LifecycleRule, NotificationConfiguration, PublicAccessBlock, VersionExpiration, Versioning,
};
use crate::access::Path;
use crate::model::Storage;
use crate::names;
use crate::resources::{Graph, Retention, Text};
use crate::vocabulary::{At, Cors, CorsMethod, Lifecycle, StorageTrigger, Words};

pub(in crate::emit) use policy::OWN_ID;

/// Adds the buckets, and to every role what it may do with their files.
pub(super) fn add(graph: &mut Graph, plan: &Plan<'_>, grants: &mut Grants) {
    for storage in &plan.backend.storages {
        bucket(graph, plan, storage);
    }
    policy::add_all(graph, plan, grants);
}

fn bucket(graph: &mut Graph, plan: &Plan<'_>, storage: &Storage) {
    let (id, record) = (names::bucket(&storage.name), &storage.record);
    let mut called = BTreeSet::new();
    let notifications = plan.backend.storage_triggers(storage).filter(|(_, handler)| !handler.custom);
    let notifications = notifications.map(|(trigger, handler)| {
        let permission = names::function_bucket_permission(&handler.name);
        graph.add(permission.clone(), &Permission::for_buckets(names::function(&handler.name)));
        called.insert(permission);
        let event = match trigger {
            StorageTrigger::OnUpload => "s3:ObjectCreated:*",
            StorageTrigger::OnDelete => "s3:ObjectRemoved:*",
        };
        LambdaConfiguration { event, function: Text::arn(names::function(&handler.name)) }
    });
    let notifications: Vec<_> = notifications.collect();
    let is_on = |switch: &Option<At<bool>>| switch.as_ref().map(|switch| switch.value);
    let properties = Bucket {
        cors_configuration: cors(record.cors.as_deref()),
        lifecycle_configuration: lifecycle(record.lifecycle.as_deref().unwrap_or_default()),
        notification_configuration: (!notifications.is_empty())
            .then_some(NotificationConfiguration { lambda_configurations: notifications }),
        public_access_block_configuration: PublicAccessBlock {
            block_public_acls: true,
            block_public_policy: true,
            ignore_public_acls: true,
            restrict_public_buckets: true,
        },
        versioning_configuration: (is_on(&record.versioned) == Some(true)).then_some(Versioning { status: "Enabled" }),
    };
    let made = graph.add(id.clone(), &properties);
    made.retention = if is_on(&record.keep_on_delete) == Some(false) { Retention::Delete } else { Retention::Keep };
    // S3 asks whether it may call the function as soon as it is told to
    made.depends_on = called;

    let everything = [Text::arn(id.clone()), Text::concat([Text::arn(id.clone()), "/*".into()])];
    let mut statement =
        Statement::deny(["s3:*"], everything).when(json!({ "Bool": { "aws:SecureTransport": "false" } }));
    statement.principal = Some([("AWS", "*".into())].into());
    let policy = BucketPolicy { bucket: Text::Ref(id.clone()), policy_document: Document::new(vec![statement]) };
    graph.add(names::bucket_policy(&storage.name), &policy);
    graph.output(names::bucket_output(&storage.name), Text::Ref(id));
}

/// What pages may do: without a word, those of every origin may do everything; the access rules hold all the same. An
/// empty list means nothing, never everything.
fn cors(written: Option<&[Cors]>) -> Option<CorsConfiguration> {
    let rule = |origins: Vec<String>, rule: &Cors| CorsRule {
        allowed_headers: texts(rule.allowed_headers.as_ref(), &["*"]),
        allowed_methods: match &rule.allowed_methods {
            Some(methods) => methods.iter().map(|method| method.text()).collect(),
            None => CorsMethod::words().iter().map(|method| method.text).collect(),
        },
        allowed_origins: origins,
        exposed_headers: texts(
            rule.exposed_headers.as_ref(),
            &["x-amz-server-side-encryption", "x-amz-request-id", "x-amz-id-2", "ETag"],
        ),
        max_age: rule.max_age.as_ref().map_or(3000, |seconds| seconds.value.0),
    };
    let cors_rules = match written {
        None => vec![rule(vec!["*".to_owned()], &Cors::default())],
        Some(rules) => {
            let origins =
                |rule: &Cors| rule.allowed_origins.iter().flatten().map(|origin| origin.to_string()).collect();
            rules.iter().map(|it| rule(origins(it), it)).collect()
        }
    };
    (!cors_rules.is_empty()).then_some(CorsConfiguration { cors_rules })
}

/// The texts that are given, or those that hold without a word; `None` for an empty list.
fn texts(given: Option<&Vec<At<smol_str::SmolStr>>>, default: &[&str]) -> Option<Vec<String>> {
    let texts: Vec<String> = match given {
        Some(given) => given.iter().map(|text| text.to_string()).collect(),
        None => default.iter().map(|text| (*text).to_owned()).collect(),
    };
    (!texts.is_empty()).then_some(texts)
}

fn lifecycle(written: &[Lifecycle]) -> Option<LifecycleConfiguration> {
    let rules = written.iter().map(|rule| LifecycleRule {
        abort_incomplete_multipart_upload: rule
            .abort_uploads_days
            .as_ref()
            .map(|days| AbortUploads { days_after_initiation: days.value.0 }),
        expiration_in_days: rule.expire_days.as_ref().map(|days| days.value.0),
        noncurrent_version_expiration: rule
            .expire_versions_days
            .as_ref()
            .map(|days| VersionExpiration { noncurrent_days: days.value.0 }),
        prefix: rule.path.as_ref().and_then(|path| Path::parse(path)).map(|path| path.prefix.to_string()),
        status: "Enabled",
    });
    let rules: Vec<_> = rules.collect();
    (!rules.is_empty()).then_some(LifecycleConfiguration { rules })
}
