//! The properties of tables, as in the "AWS CloudFormation Template Reference", Amazon DynamoDB.

use serde::Serialize;

use super::property;

property! {
    /// A table.
    Table = "AWS::DynamoDB::Table" {
        attribute_definitions: Vec<AttributeDefinition>,
        billing_mode: &'static str,
        deletion_protection_enabled: bool,
        global_secondary_indexes: Option<Vec<GlobalSecondaryIndex>>,
        key_schema: Vec<KeyElement>,
        point_in_time_recovery_specification: PointInTimeRecovery,
        stream_specification: Option<StreamSpecification>,
    }
}

property! {
    /// What the changes of a table tell of its items.
    StreamSpecification {
        stream_view_type: &'static str,
    }
}

property! {
    /// An attribute that a table or one of its indexes finds items by.
    AttributeDefinition {
        attribute_name: String,
        attribute_type: &'static str,
    }
}

property! {
    /// A part of a key.
    KeyElement {
        attribute_name: String,
        key_type: &'static str,
    }
}

property! {
    /// Another way to find items.
    GlobalSecondaryIndex {
        index_name: String,
        key_schema: Vec<KeyElement>,
        projection: Projection,
    }
}

property! {
    /// What an index holds of each item.
    Projection {
        non_key_attributes: Option<Vec<String>>,
        projection_type: &'static str,
    }
}

property! {
    /// Whether the table can be put back to any second of the last weeks.
    PointInTimeRecovery {
        point_in_time_recovery_enabled: bool,
    }
}
