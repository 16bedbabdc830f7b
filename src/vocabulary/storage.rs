//! `defineStorage`.

mod access;

use smol_str::SmolStr;

pub use access::*;

use super::lower::{At, FunctionRef};
use super::primitive::{Int, Table, TableKey};
use super::record::record;
use super::words::words;

record! {
    /// Files in an S3 bucket, and who may read and write which.
    Storage = "defineStorage" {
        /// The storage's name: that of the bucket in the client's configuration, and in upper case the first part of the variable that tells a function the bucket's name.
        name: At<SmolStr> = "name" [required(), source("https://docs.amplify.aws/react/build-a-backend/storage/set-up-storage/")],
        /// Whether this is the bucket that clients use when they name none. Needed if there are several.
        is_default: At<bool> = "isDefault" [default("false"), aliases(&["default"]), source("https://docs.amplify.aws/react/build-a-backend/storage/set-up-storage/")],
        /// Whether older versions of a file are kept.
        versioned: At<bool> = "versioned" [default("false"), aliases(&["versioning"]), source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html")],
        /// Whether the bucket stays when it leaves the definition or the stack is deleted. With `false`, it is deleted if it is empty.
        keep_on_delete: At<bool> = "keepOnDelete" [default("true"), source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html")],
        /// Functions that run when a file is uploaded or deleted.
        triggers: StorageTriggers = "triggers" [source("https://docs.amplify.aws/react/build-a-backend/storage/lambda-triggers/")],
        /// Who may read, write and delete what: rules for each path.
        access: StorageAccess = "access" [source("https://docs.amplify.aws/react/build-a-backend/storage/authorization/")],
        /// From which web pages browsers may reach the bucket. Without it, from all; access rules hold all the same.
        cors: Vec<Cors> = "cors" [extension(), source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html")],
        /// What is deleted by itself, and when.
        lifecycle: Vec<Lifecycle> = "lifecycle" [extension(), source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html")],
    }
}

words! {
    /// What happens to a file.
    StorageTrigger, "trigger" {
        /// A file was uploaded or copied there, new or over an older one.
        OnUpload = "onUpload",
        /// A file was deleted.
        OnDelete = "onDelete",
    }
}

impl TableKey for StorageTrigger {
    const TITLE: &'static str = "defineStorage.triggers";
}

/// Functions that run when something happens to a file.
pub type StorageTriggers = Table<StorageTrigger, At<FunctionRef>>;

record! {
    /// From which web pages browsers may reach the bucket, and how.
    Cors = "defineStorage.cors" {
        /// The pages' origins, as `https://example.com`; one `*` may stand for any part.
        allowed_origins: Vec<At<SmolStr>> = "allowedOrigins" [required(), aliases(&["origins"])],
        /// The methods of HTTP.
        allowed_methods: Vec<At<CorsMethod>> = "allowedMethods" [default("[\"GET\", \"HEAD\", \"PUT\", \"POST\", \"DELETE\"]"), aliases(&["methods"])],
        /// The headers that a request may have.
        allowed_headers: Vec<At<SmolStr>> = "allowedHeaders" [default("[\"*\"]"), aliases(&["headers"])],
        /// The headers of an answer that the page may see.
        exposed_headers: Vec<At<SmolStr>> = "exposedHeaders" [default("[\"x-amz-server-side-encryption\", \"x-amz-request-id\", \"x-amz-id-2\", \"ETag\"]")],
        /// How long a browser may remember this.
        max_age: At<Int<0, 2_147_483_647>> = "maxAge" [default("3000"), unit("seconds"), aliases(&["maxAgeSeconds"])],
    }
}

words! {
    /// A method of HTTP that a bucket can allow.
    CorsMethod, "method" {
        /// Read a file, or list.
        Get = "GET",
        /// Read what is known of a file.
        Head = "HEAD",
        /// Write a file.
        Put = "PUT",
        /// Write a file from a form.
        Post = "POST",
        /// Delete a file.
        Delete = "DELETE",
    }
}

record! {
    /// What is deleted by itself, and when.
    Lifecycle = "defineStorage.lifecycle" {
        /// Which files, as in `access`: `tmp/*`. Without it, all.
        path: At<SmolStr> = "path" [aliases(&["prefix"])],
        /// How long after its upload a file is deleted. With `versioned`, it then counts as an older version.
        expire_days: At<Int<1, 2_147_483_647>> = "expireDays" [unit("days"), aliases(&["expiration", "expirationDays", "days"])],
        /// How long an older version is kept after a newer one came.
        expire_versions_days: At<Int<1, 2_147_483_647>> = "expireVersionsDays" [unit("days"), aliases(&["noncurrentVersionExpiration"])],
        /// How long the parts of an upload are kept that was never finished.
        abort_uploads_days: At<Int<1, 2_147_483_647>> = "abortUploadsDays" [unit("days"), aliases(&["abortIncompleteMultipartUploadAfter"])],
    }
}
