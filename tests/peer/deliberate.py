"""Differences that are meant: where (a pattern for the whole path), and the words of docs/differences.md
about it."""

SIGN_IN_IS_NOT_REPEATED = "what users sign in with is repeated in the pool's `Schema` as required"
MESSAGES = "legacy and new fields of message templates, both"
UNSENT = "default texts for messages that the pool never sends"
OAUTH = "OAuth is switched on with a callback to `https://example.com` even without external providers"
GUESTS = "guests always get credentials"

DELIBERATE = [
    (r"/pool/Schema(/email|/phone_number)?", SIGN_IN_IS_NOT_REPEATED),
    (r"/pool/DeletionProtection", "and the user pool has deletion protection"),
    (r"/pool/(EmailVerificationMessage|EmailVerificationSubject|SmsVerificationMessage)", MESSAGES),
    (r"/pool/VerificationMessageTemplate/(SmsMessage|EmailMessage|EmailSubject)", UNSENT),
    (r"/pool/SmsConfiguration/ExternalId", "the SMS role's external id is a hash"),
    (r"/client/(AllowedOAuth\w+|CallbackURLs)", OAUTH),
    (r"/(identity pool/AllowUnauthenticatedIdentities|auth/unauthenticated_identities_enabled)", GUESTS),
    (r"/identity pool/AllowClassicFlow", "`AllowClassicFlow: false`"),
    (r"/identity pool/SupportedLoginProviders(/.*)?", "(`SupportedLoginProviders`)"),
    (r"/roles/unauthenticated", "a role for guests"),
    (r"/domain", 'no domain for `verificationEmailStyle: "LINK"`'),
    (r"/buckets/[^/]+/PublicAccessBlockConfiguration", "public access is left to the account's settings"),
    (r"/buckets/[^/]+/when deleted", "a bucket goes with the stack"),
    (r"/functions/[^/]+/Layers", "layers in the partition `aws`"),
    (r"/functions/[^/]+/schedules", "schedules call `$LATEST`"),
    (r"/functions/add-user/resources of these", "the region, which is part of the pool's id"),
    (r"/functions/sender/variables", "`AMP_SENDER_KEY_ARN` holds the key's ARN"),
]

# the same for schemas in GraphQL
GROUPS = "AppSync itself refuses users who are in none of them"
ONCE = "two owner rules on one field give an argument or a field twice"

NO_QUERIES = "a schema without queries is emitted, and [AppSync refuses it]"

DELIBERATE_SCHEMA = [
    (r"/(Query|Mutation|Subscription)/fields/\w+/directives/aws_cognito_user_pools/cognito_groups", GROUPS),
    (r"/\w+/fields/\w+/repeated", ONCE),
    (r"/Subscription/fields/\w+/arguments/\w+/repeated", ONCE),
    (r"/Query", NO_QUERIES),
]
