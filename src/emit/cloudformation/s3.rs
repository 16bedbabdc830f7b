//! The properties of S3's resources, as in the "AWS CloudFormation Template Reference".

use serde::Serialize;

use super::aws::Document;
use super::property;
use crate::resources::Text;

property! {
    /// A bucket.
    Bucket = "AWS::S3::Bucket" {
        cors_configuration: Option<CorsConfiguration>,
        lifecycle_configuration: Option<LifecycleConfiguration>,
        notification_configuration: Option<NotificationConfiguration>,
        public_access_block_configuration: PublicAccessBlock,
        versioning_configuration: Option<Versioning>,
    }
}

property! {
    /// From which pages browsers may reach a bucket.
    CorsConfiguration {
        cors_rules: Vec<CorsRule>,
    }
}

property! {
    /// What pages of some origins may do.
    CorsRule {
        allowed_headers: Option<Vec<String>>,
        allowed_methods: Vec<&'static str>,
        allowed_origins: Vec<String>,
        exposed_headers: Option<Vec<String>>,
        max_age: i64,
    }
}

property! {
    /// What is deleted by itself.
    LifecycleConfiguration {
        rules: Vec<LifecycleRule>,
    }
}

property! {
    /// One rule of that.
    LifecycleRule {
        abort_incomplete_multipart_upload: Option<AbortUploads>,
        expiration_in_days: Option<i64>,
        noncurrent_version_expiration: Option<VersionExpiration>,
        prefix: Option<String>,
        status: &'static str,
    }
}

property! {
    /// When the parts of an unfinished upload are deleted.
    AbortUploads {
        days_after_initiation: i64,
    }
}

property! {
    /// When older versions are deleted.
    VersionExpiration {
        noncurrent_days: i64,
    }
}

property! {
    /// What is called when something happens to a file.
    NotificationConfiguration {
        lambda_configurations: Vec<LambdaConfiguration>,
    }
}

property! {
    /// A function that is called.
    LambdaConfiguration {
        event: &'static str,
        function: Text,
    }
}

property! {
    /// What no policy can open.
    PublicAccessBlock {
        block_public_acls: bool,
        block_public_policy: bool,
        ignore_public_acls: bool,
        restrict_public_buckets: bool,
    }
}

property! {
    /// Whether older versions are kept.
    Versioning {
        status: &'static str,
    }
}

property! {
    /// What holds for everyone who asks a bucket.
    BucketPolicy = "AWS::S3::BucketPolicy" {
        bucket: Text,
        policy_document: Document,
    }
}
