//! What AWS lets guests of an identity pool do at most, whatever their role allows.

use crate::access::holds_action;

/// The actions that survive the session policies of guests: the one that Cognito hands along and the managed
/// `AmazonCognitoUnAuthedIdentitiesSessionPolicy`, together.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html#access-policies>
static KEPT: &[&str] = &[
    "appsync:*",
    "cloudwatch:*",
    "codewhisperer:*",
    "cognito-identity:*",
    "cognito-idp:*",
    "cognito-sync:*",
    "comprehend:*",
    "dynamodb:*",
    "execute-api:*",
    "firehose:*",
    "gamelift:*",
    "geo:*DevicePosition",
    "geo:*Geofence",
    "geo:*Geofences",
    "geo:CalculateRoute*",
    "geo:GetMap*",
    "geo:GetPlace",
    "geo:ListMaps",
    "geo:SearchPlaceIndex*",
    "iot:*",
    "kinesis:*",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "lambda:*",
    "lex:*",
    "logs:*",
    "machinelearning:*",
    "mobileanalytics:*",
    "mobiletargeting:*",
    "personalize:*",
    "polly:*",
    "rekognition:*",
    "rum:PutRumEvents",
    "s3:*",
    "sagemaker:InvokeEndpoint",
    "sdb:*",
    "ses:*",
    "sns:*",
    "sqs:*",
    "textract:AnalyzeDocument",
    "textract:DetectDocumentText",
    "transcribe:*",
    "translate:*",
];

/// Whether guests may do at least something of what an action or a pattern names.
pub(in crate::check) fn keep(action: &str) -> bool {
    KEPT.iter().any(|kept| holds_action(kept, action) || holds_action(action, kept))
}

#[cfg(test)]
mod tests {
    use super::keep;

    #[test]
    fn what_is_withheld() {
        assert!(keep("s3:GetObject") && keep("kms:Decrypt") && keep("*") && keep("execute-api:Invoke"));
        assert!(!keep("bedrock:InvokeModel") && !keep("kms:Sign") && !keep("secretsmanager:*") && !keep("ssm:Get*"));
    }
}
