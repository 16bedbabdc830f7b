// The builders of ampc for editors that read `.amp` files as TypeScript. Written from the compiler's own tables.
// First line of an `.amp` file: /// <reference path="./amp.d.ts" />

declare namespace amp {
  /** What a builder returns: it is listed in `defineBackend`, or exported. */
  interface Resource {
    readonly "amp resource": string;
  }
  /** A function of the backend. */
  interface DefinedFunction extends Resource {
    readonly "amp resource": "function";
  }
  /** A value that is kept outside of the definition. */
  interface Secret {
    readonly "amp secret": true;
  }
  /** A whole rule, an index, or a test: one of what a callback gives. */
  interface Rule {
    readonly "amp rule": true;
  }
  /** What may stand at some places of a schema. */
  interface Is<Place extends string> {
    readonly "amp place": { readonly [Name in Place]: true };
  }
  /** Sign-up and sign-in, groups, and what functions may do with users: one Cognito user pool and identity pool. */
  interface DefineAuth {
    /** How users sign in. */
    loginWith: DefineAuthLoginWith;
    /** What is known of a user, besides what they sign in with. */
    userAttributes?: DefineAuthUserAttributes | undefined;
    /** The groups that users can be in. A user in several groups gets the role of the one with the lowest precedence: without numbers, of the first. One with more than a name is an object, which only `amp` has. */
    groups?: ReadonlyArray<string | DefineAuthGroups> | undefined;
    /** A second proof at sign-in. */
    multifactor?: DefineAuthMultifactor | undefined;
    /** How a user who forgot the password proves who they are. Without it, by mail if there are addresses, else by SMS. */
    accountRecovery?: "EMAIL_AND_PHONE_WITHOUT_MFA" | "PHONE_WITHOUT_MFA_AND_EMAIL" | "EMAIL_ONLY" | "PHONE_ONLY_WITHOUT_MFA" | "PHONE_AND_EMAIL" | "NONE" | undefined;
    /** What a password must be like. *Of amp's own.* */
    passwordPolicy?: DefineAuthPasswordPolicy | undefined;
    /** Functions that run when users sign up and in. */
    triggers?: DefineAuthTriggers | undefined;
    /** Who sends mails and text messages. */
    senders?: DefineAuthSenders | undefined;
    /** Which factor a passwordless sign-in offers first. */
    passwordlessOptions?: DefineAuthPasswordlessOptions | undefined;
    /** What functions may do with users and groups. */
    access?: ((allow: DefineAuthAccess) => ReadonlyArray<Rule>) | undefined;
    /** What the roles of users may do besides what rules say. *Of amp's own.* */
    roles?: DefineAuthRoles | undefined;
    /** Whether who did not sign in gets credentials of the identity pool, as the role of guests has them. Without it: if something is granted to guests. *Of amp's own.* */
    allowUnauthenticatedIdentities?: boolean | undefined;
    /** Whether users may sign up by themselves; else only who may call `AdminCreateUser` creates them. *Of amp's own.* @default true */
    selfSignUp?: boolean | undefined;
    /** Ways to sign in of the app's client, besides those that the client libraries use. *Of amp's own.* */
    explicitAuthFlows?: ReadonlyArray<"USER_PASSWORD_AUTH" | "ADMIN_USER_PASSWORD_AUTH" | "USER_AUTH"> | undefined;
    /** The pool's own name; also the first part of the variable that tells a function the pool's id. */
    name?: string | undefined;
  }
  /** How users sign in: at least one way. */
  interface DefineAuthLoginWith {
    /** With a mail address, which is verified by a code or a link. */
    email?: true | DefineAuthLoginWithEmail | undefined;
    /** With a phone number, which is verified by a code. */
    phone?: true | DefineAuthLoginWithPhone | undefined;
    /** With a name of the user's choice. A name with `::` is refused at sign-up, since `::` separates the parts of an owner in data. *Of amp's own.* */
    username?: true | undefined;
    /** With a passkey. */
    webAuthn?: true | DefineAuthLoginWithWebAuthn | undefined;
    /** Through another provider of identities: Google, Facebook, Apple, Amazon, OIDC, SAML. */
    externalProviders?: DefineAuthLoginWithExternalProviders | undefined;
  }
  /** Sign-in with a mail address. */
  interface DefineAuthLoginWithEmail {
    /** How a new address is verified. @default "CODE" */
    verificationEmailStyle?: "CODE" | "LINK" | undefined;
    /** The subject of the mail that verifies an address; at most 140 characters. @default "Verify your new account" */
    verificationEmailSubject?: string | undefined;
    /** The body of that mail, with the code or the link in it; 6 to 20,000 characters. @default (createCode) => `The verification code to your new account is ${createCode()}` */
    verificationEmailBody?: ((createCode: (text?: string) => string) => string) | undefined;
    /** The texts that a user gets whom an administrator created. */
    userInvitation?: DefineAuthLoginWithEmailUserInvitation | undefined;
    /** Whether users may sign in with a code sent by mail instead of a password. @default false */
    otpLogin?: boolean | undefined;
  }
  /** The texts that a user gets whom an administrator created. */
  interface DefineAuthLoginWithEmailUserInvitation {
    /** The subject of the mail; at most 140 characters. */
    emailSubject?: string | undefined;
    /** The body of the mail, with name and temporary password; 6 to 20,000 characters. */
    emailBody?: ((username: () => string, code: () => string) => string) | undefined;
    /** The text message, with name and temporary password; at most 140 characters. */
    smsMessage?: ((username: () => string, code: () => string) => string) | undefined;
  }
  /** Sign-in with a phone number. */
  interface DefineAuthLoginWithPhone {
    /** The text message that verifies a number, with the code in it; at most 140 characters. @default (createCode) => `The verification code to your new account is ${createCode()}` */
    verificationMessage?: ((createCode: () => string) => string) | undefined;
    /** Whether users may sign in with a code sent as a text message instead of a password. @default false */
    otpLogin?: boolean | undefined;
  }
  /** Sign-in with a passkey. */
  interface DefineAuthLoginWithWebAuthn {
    /** The domain that passkeys belong to. */
    relyingPartyId: string;
    /** Whether the device must check who holds it. @default "preferred" */
    userVerification?: "required" | "preferred" | undefined;
  }
  /** Sign-in through other providers of identities. */
  interface DefineAuthLoginWithExternalProviders {
    /** Google. */
    google?: ExternalProvidersGoogle | undefined;
    /** Facebook. */
    facebook?: ExternalProvidersFacebook | undefined;
    /** Apple. */
    signInWithApple?: ExternalProvidersSignInWithApple | undefined;
    /** Amazon. */
    loginWithAmazon?: ExternalProvidersLoginWithAmazon | undefined;
    /** Any providers that speak OpenID Connect. */
    oidc?: ReadonlyArray<ExternalProvidersOidc> | undefined;
    /** A provider that speaks SAML. */
    saml?: ExternalProvidersSaml | undefined;
    /** Where users come back to after signing in. */
    callbackUrls: ReadonlyArray<string>;
    /** Where users come back to after signing out. */
    logoutUrls: ReadonlyArray<string>;
    /** What the app may know of a user. Without it, all of them. */
    scopes?: ReadonlyArray<"PHONE" | "EMAIL" | "OPENID" | "PROFILE" | "COGNITO_ADMIN"> | undefined;
    /** The first part of the address of the sign-in page: `https://<domainPrefix>.auth.<region>.amazoncognito.com`. *Of amp's own.* */
    domainPrefix?: string | undefined;
  }
  /** Sign-in with Google. */
  interface ExternalProvidersGoogle {
    /** The app's id at Google. */
    clientId: Secret;
    /** The app's secret at Google. */
    clientSecret: Secret;
    /** What is asked of Google. @default ["profile"] */
    scopes?: ReadonlyArray<string> | undefined;
    /** Which of the provider's attributes becomes which of the pool's. */
    attributeMapping?: AttributeMapping | undefined;
  }
  interface AttributeMapping {
    /** The postal address (`address`). */
    address?: string | undefined;
    /** The date of birth, as `2001-12-31` (`birthdate`). */
    birthdate?: string | undefined;
    /** The mail address (`email`). */
    email?: string | undefined;
    /** The family name (`family_name`). */
    familyName?: string | undefined;
    /** The gender (`gender`). */
    gender?: string | undefined;
    /** The given name (`given_name`). */
    givenName?: string | undefined;
    /** The language and country (`locale`). */
    locale?: string | undefined;
    /** The middle name (`middle_name`). */
    middleName?: string | undefined;
    /** The whole name (`name`). */
    fullname?: string | undefined;
    /** The nickname (`nickname`). */
    nickname?: string | undefined;
    /** The phone number (`phone_number`). */
    phoneNumber?: string | undefined;
    /** The address of a picture (`picture`). */
    profilePicture?: string | undefined;
    /** The name that the user wants to be called (`preferred_username`). */
    preferredUsername?: string | undefined;
    /** The address of a page about the user (`profile`). */
    profilePage?: string | undefined;
    /** The time zone (`zoneinfo`). */
    timezone?: string | undefined;
    /** When the attributes were changed last (`updated_at`). */
    lastUpdateTime?: string | undefined;
    /** The address of the user's own site (`website`). */
    website?: string | undefined;
    /** Whether the mail address is verified (`email_verified`). */
    emailVerified?: string | undefined;
    /** Whether the phone number is verified (`phone_number_verified`). */
    phoneNumberVerified?: string | undefined;
    /** Attributes of your own: the pool's name, such as `custom:tenant`, to the provider's. */
    custom?: { readonly [name: string]: string } | undefined;
  }
  /** Sign-in with Facebook. */
  interface ExternalProvidersFacebook {
    /** The app's id at Facebook. */
    clientId: Secret;
    /** The app's secret at Facebook. */
    clientSecret: Secret;
    /** What is asked of Facebook. @default ["public_profile"] */
    scopes?: ReadonlyArray<string> | undefined;
    /** The version of Facebook's interface. */
    apiVersion?: string | undefined;
    /** Which of the provider's attributes becomes which of the pool's. */
    attributeMapping?: AttributeMapping | undefined;
  }
  /** Sign-in with Apple. */
  interface ExternalProvidersSignInWithApple {
    /** The service id at Apple. */
    clientId: Secret;
    /** The team at Apple. */
    teamId: Secret;
    /** The id of the private key. */
    keyId: Secret;
    /** The private key. */
    privateKey: Secret;
    /** What is asked of Apple. @default ["name"] */
    scopes?: ReadonlyArray<string> | undefined;
    /** Which of the provider's attributes becomes which of the pool's. */
    attributeMapping?: AttributeMapping | undefined;
  }
  /** Sign-in with Amazon. */
  interface ExternalProvidersLoginWithAmazon {
    /** The app's id at Amazon. */
    clientId: Secret;
    /** The app's secret at Amazon. */
    clientSecret: Secret;
    /** What is asked of Amazon. @default ["profile"] */
    scopes?: ReadonlyArray<string> | undefined;
    /** Which of the provider's attributes becomes which of the pool's. */
    attributeMapping?: AttributeMapping | undefined;
  }
  /** Sign-in with a provider that speaks OpenID Connect. */
  interface ExternalProvidersOidc {
    /** The provider's name, 3 to 32 characters. */
    name?: string | undefined;
    /** The app's id at the provider. */
    clientId: Secret;
    /** The app's secret at the provider. */
    clientSecret: Secret;
    /** The provider's address, from which its endpoints are found. */
    issuerUrl: string;
    /** What is asked of the provider. @default ["openid"] */
    scopes?: ReadonlyArray<string> | undefined;
    /** Domains of mail addresses whose users are sent to this provider. */
    identifiers?: ReadonlyArray<string> | undefined;
    /** How the user's attributes are asked for. @default "GET" */
    attributeRequestMethod?: "GET" | "POST" | undefined;
    /** The provider's endpoints, if they cannot be found from its address. */
    endpoints?: ExternalProvidersOidcEndpoints | undefined;
    /** Which of the provider's attributes becomes which of the pool's. */
    attributeMapping?: AttributeMapping | undefined;
  }
  /** The endpoints of a provider. */
  interface ExternalProvidersOidcEndpoints {
    /** Where users sign in. */
    authorization: string;
    /** Where tokens are made. */
    token: string;
    /** Where attributes are asked for. */
    userInfo: string;
    /** Where the keys are published. */
    jwksUri: string;
  }
  /** Sign-in with a provider that speaks SAML. */
  interface ExternalProvidersSaml {
    /** The provider's name, 3 to 32 characters. */
    name?: string | undefined;
    /** The provider's metadata. */
    metadata: ExternalProvidersSamlMetadata;
    /** Domains of mail addresses whose users are sent to this provider. */
    identifiers?: ReadonlyArray<string> | undefined;
    /** Whether signing out here signs out there. @default false */
    idpSignout?: boolean | undefined;
    /** Which of the provider's attributes becomes which of the pool's. */
    attributeMapping?: AttributeMapping | undefined;
  }
  /** The metadata of a SAML provider. */
  interface ExternalProvidersSamlMetadata {
    /** The address of the metadata, or the document itself. */
    metadataContent: string;
    /** Which of the two it is. */
    metadataType: "URL" | "FILE";
  }
  /** An attribute of one's own. */
  interface ACustomAttribute {
    /** What it holds. */
    dataType: "String" | "Number" | "Boolean" | "DateTime";
    /** Whether it can be changed later. @default true */
    mutable?: boolean | undefined;
    /** The least number of characters, for a `String`. */
    minLen?: number | undefined;
    /** The greatest number of characters, for a `String`; at most 2048. */
    maxLen?: number | undefined;
    /** The least value, for a `Number`. */
    min?: number | undefined;
    /** The greatest value, for a `Number`. */
    max?: number | undefined;
  }
  interface DefineAuthUserAttributes {
    /** The postal address (`address`). */
    address?: AnAttribute | undefined;
    /** The date of birth, as `2001-12-31` (`birthdate`). */
    birthdate?: AnAttribute | undefined;
    /** The mail address (`email`). */
    email?: AnAttribute | undefined;
    /** The family name (`family_name`). */
    familyName?: AnAttribute | undefined;
    /** The gender (`gender`). */
    gender?: AnAttribute | undefined;
    /** The given name (`given_name`). */
    givenName?: AnAttribute | undefined;
    /** The language and country (`locale`). */
    locale?: AnAttribute | undefined;
    /** The middle name (`middle_name`). */
    middleName?: AnAttribute | undefined;
    /** The whole name (`name`). */
    fullname?: AnAttribute | undefined;
    /** The nickname (`nickname`). */
    nickname?: AnAttribute | undefined;
    /** The phone number (`phone_number`). */
    phoneNumber?: AnAttribute | undefined;
    /** The address of a picture (`picture`). */
    profilePicture?: AnAttribute | undefined;
    /** The name that the user wants to be called (`preferred_username`). */
    preferredUsername?: AnAttribute | undefined;
    /** The address of a page about the user (`profile`). */
    profilePage?: AnAttribute | undefined;
    /** The time zone (`zoneinfo`). */
    timezone?: AnAttribute | undefined;
    /** When the attributes were changed last (`updated_at`). */
    lastUpdateTime?: AnAttribute | undefined;
    /** The address of the user's own site (`website`). */
    website?: AnAttribute | undefined;
    [name: `custom:${string}`]: ACustomAttribute | undefined;
  }
  /** A standard attribute. */
  interface AnAttribute {
    /** Whether a user must give it at sign-up. It cannot be changed once the pool is made. @default false */
    required?: boolean | undefined;
    /** Whether it can be changed later. @default true */
    mutable?: boolean | undefined;
  }
  /** A group of users, with more than its name. */
  interface DefineAuthGroups {
    /** Its name. *Of amp's own.* */
    name: string;
    /** The lowest one counts for a user in several groups. Without it, the group's place in the list, from 0. *Of amp's own.* */
    precedence?: number | undefined;
    /** What the group is for; shown in Cognito's console. At most 2,048 characters. *Of amp's own.* */
    description?: string | undefined;
    /** Whose rights the group has besides its own. Without it, its members lose what signed-in users may do with files and REST APIs. *Of amp's own.* */
    inherits?: "authenticated" | undefined;
    /** What the role may do with other resources: `grant.table("Article").to(["read"])`. *Of amp's own.* */
    grants?: ((grant: Grants) => ReadonlyArray<Rule>) | undefined;
    /** IAM statements of the group's role, for what no rule speaks of. *Of amp's own.* */
    policies?: ReadonlyArray<Policies> | undefined;
  }
  /** As in `grant.table("Article").to(["read"])`. */
  interface Grants {
    /** The table of a model, by the model's name. The rules of the model do not count there. */
    table(value: string): GrantsTo;
    /** A bucket that is there already, by its name. For a storage of the backend, write `access` in `defineStorage`. */
    bucket(value: string): GrantsBucket;
    /** A function made with `defineFunction`. */
    function(value: DefinedFunction): GrantsFunction;
    /** A verified identity of Amazon SES: the sender's address, or its domain for all addresses there. */
    email(value: string): GrantsEmail;
    /** A model of Amazon Bedrock by its id, such as `"anthropic.claude-3-haiku-20240307-v1:0"`, or an inference profile such as `"eu.anthropic.claude-3-haiku-20240307-v1:0"`. */
    bedrock(value: string): GrantsBedrock;
    /** A secret of the AWS Secrets Manager, by its name. */
    secret(value: string): GrantsSecret;
    /** A parameter of the parameter store, by its path; `"/shop/*"` are all below. */
    parameter(value: string): GrantsParameter;
    /** A topic of Amazon SNS in the stack's region and account, by its name. */
    topic(value: string): GrantsTopic;
    /** A queue of Amazon SQS in the stack's region and account, by its name. */
    queue(value: string): GrantsQueue;
  }
  /** What makes a rule of it. */
  interface GrantsTo {
    /** What the role may do with it. */
    to(value: ReadonlyArray<"read" | "write" | "get" | "query" | "scan" | "put" | "update" | "delete">): Rule;
  }
  /** What makes a rule of it. */
  interface GrantsBucket {
    /** What the role may do with it. */
    to(value: ReadonlyArray<"read" | "get" | "list" | "write" | "delete">): Rule;
  }
  /** What makes a rule of it. */
  interface GrantsFunction {
    /** What the role may do with it. */
    to(value: ReadonlyArray<"invoke" | "invokeUrl">): Rule;
  }
  /** What makes a rule of it. */
  interface GrantsEmail {
    /** What the role may do with it. */
    to(value: ReadonlyArray<"send">): Rule;
  }
  /** What makes a rule of it. */
  interface GrantsBedrock {
    /** What the role may do with it. */
    to(value: ReadonlyArray<"invoke">): Rule;
  }
  /** What makes a rule of it. */
  interface GrantsSecret {
    /** What the role may do with it. */
    to(value: ReadonlyArray<"read">): Rule;
  }
  /** What makes a rule of it. */
  interface GrantsParameter {
    /** What the role may do with it. */
    to(value: ReadonlyArray<"read" | "write" | "delete">): Rule;
  }
  /** What makes a rule of it. */
  interface GrantsTopic {
    /** What the role may do with it. */
    to(value: ReadonlyArray<"publish">): Rule;
  }
  /** What makes a rule of it. */
  interface GrantsQueue {
    /** What the role may do with it. */
    to(value: ReadonlyArray<"send" | "receive">): Rule;
  }
  /** One thing that a role may do, or must not, in IAM's own words. */
  interface Policies {
    /** A name for it: letters and digits, each once in a policy. *Of amp's own.* */
    Sid?: string | undefined;
    /** Whether it allows or forbids. *Of amp's own.* */
    Effect: "Allow" | "Deny";
    /** What: `"s3:CreateBucket"`, `"s3:Get*"`; one, or a list. *Of amp's own.* */
    Action: string | ReadonlyArray<string>;
    /** With what: an ARN, one with `ref(...)` in it, or `"*"`; one, or a list. *Of amp's own.* */
    Resource: string | string | ReadonlyArray<string | string>;
    /** Not read, since it names what is *not* meant: name the actions themselves in `Action`. *Of amp's own.* */
    NotAction?: string | ReadonlyArray<string> | undefined;
    /** Not read, since it names what is *not* meant: name the resources themselves in `Resource`. *Of amp's own.* */
    NotResource?: string | ReadonlyArray<string> | undefined;
    /** When only: operator, key of the request, and the values it is compared with. *Of amp's own.* */
    Condition?: { readonly [name: string]: { readonly [name: string]: string | string | boolean | number | ReadonlyArray<string | string | boolean | number> } } | undefined;
  }
  /** A second proof at sign-in. */
  interface DefineAuthMultifactor {
    /** Whether there is one. */
    mode: "OFF" | "OPTIONAL" | "REQUIRED";
    /** By an authenticator app. @default false */
    totp?: boolean | undefined;
    /** By a text message. @default false */
    sms?: boolean | DefineAuthMultifactorSms | undefined;
    /** By mail; needs `senders.email.fromEmail`. @default false */
    email?: boolean | undefined;
  }
  /** A second proof by text message. */
  interface DefineAuthMultifactorSms {
    /** The text, which holds the code: `` (createCode) => `Your code is ${createCode()}` ``. At most 140 characters. @default (createCode) => `Your authentication code is ${createCode()}` */
    smsMessage?: ((createCode: () => string) => string) | undefined;
  }
  /** What a password must be like. */
  interface DefineAuthPasswordPolicy {
    /** The least number of characters. *Of amp's own.* @default 8 */
    minLength?: number | undefined;
    /** Whether it needs a lower-case letter. *Of amp's own.* @default true */
    requireLowercase?: boolean | undefined;
    /** Whether it needs an upper-case letter. *Of amp's own.* @default true */
    requireUppercase?: boolean | undefined;
    /** Whether it needs a digit. *Of amp's own.* @default true */
    requireNumbers?: boolean | undefined;
    /** Whether it needs a character that is neither letter nor digit. *Of amp's own.* @default true */
    requireSymbols?: boolean | undefined;
    /** How long the password of an invitation can be used. *Of amp's own.* @default 7 */
    temporaryPasswordValidityDays?: number | undefined;
  }
  interface DefineAuthTriggers {
    /** Makes the next question of a sign-in of your own. */
    createAuthChallenge?: DefinedFunction | undefined;
    /** Writes the text of a mail or text message. */
    customMessage?: DefinedFunction | undefined;
    /** Decides which question of a sign-in of your own comes next. */
    defineAuthChallenge?: DefinedFunction | undefined;
    /** Runs after a user signed in. */
    postAuthentication?: DefinedFunction | undefined;
    /** Runs after a user confirmed the account: puts a new user into a group, for example. */
    postConfirmation?: DefinedFunction | undefined;
    /** Runs before a user signs in, and may refuse. */
    preAuthentication?: DefinedFunction | undefined;
    /** Runs before a user signs up, and may refuse or confirm. */
    preSignUp?: DefinedFunction | undefined;
    /** Changes what a user's tokens say. */
    preTokenGeneration?: DefinedFunction | undefined;
    /** Takes over a user from elsewhere at the first sign-in. */
    userMigration?: DefinedFunction | undefined;
    /** Checks the answer in a sign-in of your own. */
    verifyAuthChallengeResponse?: DefinedFunction | undefined;
  }
  /** Who sends mails and text messages. */
  interface DefineAuthSenders {
    /** Who sends mails: Amazon SES, or a function of yours. */
    email?: DefineAuthSendersEmail | undefined;
    /** Who sends text messages: Amazon SNS, or a function of yours. */
    sms?: DefineAuthSendersSms | undefined;
  }
  /** Who sends mails: `fromEmail` through Amazon SES, or `handler`, a function of yours. */
  interface DefineAuthSendersEmail {
    /** The sender's address, which Amazon SES must have verified. */
    fromEmail?: string | undefined;
    /** The sender's name. */
    fromName?: string | undefined;
    /** Where answers go. */
    replyTo?: string | undefined;
    /** A function that sends the mail itself; the code arrives encrypted. */
    handler?: DefinedFunction | undefined;
    /** The key that encrypts the code; without it, one is made. */
    kmsKeyArn?: string | undefined;
  }
  /** Who sends text messages: a role for Amazon SNS, or `handler`, a function of yours. */
  interface DefineAuthSendersSms {
    /** The id that the role's trust asks for. */
    externalId?: string | undefined;
    /** The role that may send; without it, one is made. */
    snsCallerArn?: string | undefined;
    /** The region that messages are sent from. */
    snsRegion?: string | undefined;
    /** A function that sends the message itself; the code arrives encrypted. */
    handler?: DefinedFunction | undefined;
    /** The key that encrypts the code; without it, one is made. */
    kmsKeyArn?: string | undefined;
  }
  /** How passwordless sign-in behaves. */
  interface DefineAuthPasswordlessOptions {
    /** Which factor clients offer first. */
    preferredChallenge?: "EMAIL_OTP" | "SMS_OTP" | "PASSWORD" | "WEB_AUTHN" | undefined;
  }
  /** As in `allow.resource(myFunction).to(["addUserToGroup"])`. */
  interface DefineAuthAccess {
    /** Who may: a function made with `defineFunction`. */
    resource(value: DefinedFunction): DefineAuthAccessRule;
  }
  /** What makes a rule of it. */
  interface DefineAuthAccessRule {
    /** What it may do with users and groups. */
    to(value: ReadonlyArray<"manageUsers" | "manageGroupMembership" | "manageGroups" | "manageUserDevices" | "managePasswordRecovery" | "manageProviderForUser" | "addUserToGroup" | "createGroup" | "createUser" | "deleteGroup" | "deleteUser" | "deleteUserAttributes" | "disableUser" | "enableUser" | "forgetDevice" | "getDevice" | "getGroup" | "getUser" | "listUsers" | "listUsersInGroup" | "listDevices" | "listGroups" | "listGroupsForUser" | "removeUserFromGroup" | "resetUserPassword" | "setUserMfaPreference" | "setUserPassword" | "setUserSettings" | "updateDeviceStatus" | "updateGroup" | "updateUserAttributes">): Rule;
  }
  /** What the roles of users may do besides what rules say. */
  interface DefineAuthRoles {
    /** The role of users who are signed in, and in no group. *Of amp's own.* */
    authenticated?: DefineAuthRolesAuthenticated | undefined;
    /** The role of users who are not signed in. A statement that allows something lets guests in. *Of amp's own.* */
    guest?: DefineAuthRolesAuthenticated | undefined;
  }
  /** What one role may do besides what rules say. */
  interface DefineAuthRolesAuthenticated {
    /** What the role may do with other resources: `grant.table("Article").to(["read"])`. *Of amp's own.* */
    grants?: ((grant: Grants) => ReadonlyArray<Rule>) | undefined;
    /** IAM statements, for what no rule speaks of. *Of amp's own.* */
    policies?: ReadonlyArray<Policies> | undefined;
  }
  /** A user pool and identity pool that exist already. */
  interface ReferenceAuth {
    /** The user pool's id, as `eu-central-1_AbC123`. */
    userPoolId: string;
    /** The identity pool's id, as `eu-central-1:` and a UUID. */
    identityPoolId: string;
    /** The id of the pool's client for the app. */
    userPoolClientId: string;
    /** The role of users who are signed in. */
    authRoleArn: string;
    /** The role of guests. */
    unauthRoleArn: string;
    /** The pool's groups, each with its role. */
    groups?: { readonly [name: string]: string } | undefined;
    /** What functions may do with users and groups. */
    access?: ((allow: DefineAuthAccess) => ReadonlyArray<Rule>) | undefined;
  }
  /** A Lambda function: code of yours that runs on an event, a schedule or a call. */
  interface DefineFunction {
    /** The function's name: that of its folder under `functions/` in the output and of its `$amplify/env/` module. */
    name?: string | undefined;
    /** The handler's file, relative to this file. A `.ts`, `.js`, `.mjs` or `.py` file that exports `handler`. @default "./handler.ts" */
    entry?: string | undefined;
    /** The language's version: a number for Node.js, a text such as `"python3.13"` for Python. @default 22 */
    runtime?: 24 | 22 | 20 | 18 | "python3.14" | "python3.13" | "python3.12" | "python3.11" | undefined;
    /** How long one call may take. @default 3 */
    timeoutSeconds?: number | undefined;
    /** Memory; the share of a processor grows with it. @default 512 */
    memoryMB?: number | undefined;
    /** Room in `/tmp`. @default 512 */
    ephemeralStorageSizeMB?: number | undefined;
    /** The processor. @default "x86_64" */
    architecture?: "x86_64" | "arm64" | undefined;
    /** Environment variables: texts, and secrets that are read when the function starts. */
    environment?: { readonly [name: string]: string | Secret | string } | undefined;
    /** When it runs by itself: `"every 5m"`, `"every day"`, or a cron expression; several in a list. */
    schedule?: string | DefineFunctionSchedule | ReadonlyArray<string | DefineFunctionSchedule> | undefined;
    /** The models whose changes call it: names, or objects with more. *Of amp's own.* */
    streams?: ReadonlyArray<string | DefineFunctionStreams> | undefined;
    /** An address of its own. *Of amp's own.* */
    url?: DefineFunctionUrl | undefined;
    /** Layers with what the handler imports but is not bundled with: module to `"name:version"` or the layer's ARN. */
    layers?: { readonly [name: string]: string } | undefined;
    /** What the role may do with other resources: `grant.table("Article").to(["read"])`. *Of amp's own.* */
    grants?: ((grant: Grants) => ReadonlyArray<Rule>) | undefined;
    /** IAM statements of the function's role, for what no rule speaks of. *Of amp's own.* */
    policies?: ReadonlyArray<Policies> | undefined;
    /** How the code is bundled. */
    bundling?: DefineFunctionBundling | undefined;
    /** What is logged, and how long it is kept. */
    logging?: DefineFunctionLogging | undefined;
    /** The nested stack that Amplify puts the function into. `ampc` decides that itself, so this changes nothing. */
    resourceGroupName?: string | undefined;
    /** Makes the function durable: it may wait, and goes on where it stopped. */
    durableConfig?: DefineFunctionDurableConfig | undefined;
  }
  /** A schedule with its time zone: either `rate` or `cron`. */
  interface DefineFunctionSchedule {
    /** A phrase: `every 5m`, `every 2h`, `every day`, `every week`, `every month`, `every year`. */
    rate?: string | undefined;
    /** Minute, hour, day of the month, month, day of the week (1 is Sunday) and perhaps year; one of the two days is `?`. */
    cron?: string | undefined;
    /** The time zone: `Europe/Berlin`. @default "UTC" */
    timezone?: string | undefined;
    /** What it is for. */
    description?: string | undefined;
  }
  /** The changes of a model's items, handed to a function in the order in which they happen. */
  interface DefineFunctionStreams {
    /** The model. *Of amp's own.* */
    model: string;
    /** Where it begins when it is first deployed. *Of amp's own.* @default "LATEST" */
    startingPosition?: "LATEST" | "TRIM_HORIZON" | undefined;
    /** How many changes one call gets at most. *Of amp's own.* @default 100 */
    batchSize?: number | undefined;
    /** How long a call waits for more changes. *Of amp's own.* @default 0 */
    batchingWindowSeconds?: number | undefined;
    /** How many calls at once get the changes of one shard; those of one item stay in order. *Of amp's own.* @default 1 */
    parallelizationFactor?: number | undefined;
    /** How often a call that failed is made again. Without it, until the changes are a day old; the changes behind wait. *Of amp's own.* */
    retryAttempts?: number | undefined;
    /** Whether a call that failed is split in two, so that a bad change holds up fewer others. *Of amp's own.* @default false */
    bisectOnError?: boolean | undefined;
  }
  /** An address of a function's own: `https://<id>.lambda-url.<region>.on.aws/`. */
  interface DefineFunctionUrl {
    /** Who may call it. *Of amp's own.* */
    auth: "iam" | "none";
    /** From which web pages browsers may reach it, and how. Without it, from none but its own. *Of amp's own.* */
    cors?: Cors | undefined;
    /** Whether the answer is sent bit by bit, as the function writes it. *Of amp's own.* @default false */
    responseStream?: boolean | undefined;
  }
  /** From which web pages browsers may reach the API, and how. */
  interface Cors {
    /** The pages' origins, as `https://example.com`; `*` stands for all of them. @default ["*"] */
    origins?: ReadonlyArray<string> | undefined;
    /** The headers that a request may have beside those that the client sends by itself. @default [] */
    headers?: ReadonlyArray<string> | undefined;
    /** The headers of an answer that the page may see. @default [] */
    exposeHeaders?: ReadonlyArray<string> | undefined;
    /** Whether the page may send cookies, too. Then `origins` must be named. @default false */
    credentials?: boolean | undefined;
    /** How long a browser may remember this. @default 3000 */
    maxAgeSeconds?: number | undefined;
  }
  /** How a function's code is bundled. */
  interface DefineFunctionBundling {
    /** Whether names and blanks are shortened. @default true */
    minify?: boolean | undefined;
  }
  /** What a function logs, and how long it is kept. */
  interface DefineFunctionLogging {
    /** Plain lines, or one JSON object each. @default "text" */
    format?: "text" | "json" | undefined;
    /** The least important level that is kept; for `json` only. @default "info" */
    level?: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | undefined;
    /** How long log lines are kept. @default "infinite" */
    retention?: "1 day" | "3 days" | "5 days" | "1 week" | "2 weeks" | "1 month" | "2 months" | "3 months" | "4 months" | "5 months" | "6 months" | "1 year" | "13 months" | "18 months" | "2 years" | "3 years" | "5 years" | "6 years" | "7 years" | "8 years" | "9 years" | "10 years" | "infinite" | undefined;
  }
  /** A durable function. */
  interface DefineFunctionDurableConfig {
    /** How long one execution may take, waiting included. */
    executionTimeoutSeconds: number;
    /** How long the history of an execution is kept. @default 14 */
    retentionPeriodDays?: number | undefined;
  }
  /** Models, operations and who may use them, behind a GraphQL API. */
  interface DefineData {
    /** The models and operations: `a.schema({ ... })`, or several joined with `a.combine([...])`. */
    schema: Is<"a schema">;
    /** The API's name, also the first part of the variables that tell a function where it is. */
    name?: string | undefined;
    /** How callers say who they are. */
    authorizationModes?: DefineDataAuthorizationModes | undefined;
    /** Functions that `a.handler.function("name")` names by a text. */
    functions?: { readonly [name: string]: DefinedFunction } | undefined;
    /** What the API logs. */
    logging?: true | DefineDataLogging | undefined;
    /** Which nested stack Amplify puts a resolver into. `ampc` decides that itself, so this changes nothing. */
    stackMappings?: { readonly [name: string]: string } | undefined;
    /** Tables of an app of the Amplify CLI to go on with. Not supported yet. */
    migratedAmplifyGen1DynamoDbTableMappings?: unknown | undefined;
    /** Whether each model has a nested stack of its own, or one template holds everything. Must not change later. *Of amp's own.* @default "nested" */
    layout?: "nested" | "flat" | undefined;
    /** Whether tables stay when they leave the definition or the stack is deleted. *Of amp's own.* @default true */
    keepOnDelete?: boolean | undefined;
  }
  /** As in `v.minLength(1)`. */
  interface Validate {
    /** A number above this one. */
    gt(value: number, further?: string): ValidateRule;
    /** A number below this one. */
    lt(value: number, further?: string): ValidateRule;
    /** This number, or one above it. */
    gte(value: number, further?: string): ValidateRule;
    /** This number, or one below it. */
    lte(value: number, further?: string): ValidateRule;
    /** A number above 0. */
    positive(value?: string): ValidateRule;
    /** A number below 0. */
    negative(value?: string): ValidateRule;
    /** A text of at least so many characters. */
    minLength(value: number, further?: string): ValidateRule;
    /** A text of at most so many characters. */
    maxLength(value: number, further?: string): ValidateRule;
    /** A text that begins so. */
    startsWith(value: string, further?: string): ValidateRule;
    /** A text that ends so. */
    endsWith(value: string, further?: string): ValidateRule;
    /** A text that this regular expression finds something in. */
    matches(value: string, further?: string): ValidateRule;
  }
  /** A rule; what may follow. */
  type ValidateRule<Called extends string = never> = Rule & Omit<{
    /** A number above this one. */
    gt(value: number, further?: string): ValidateRule<Called | "gt">;
    /** A number below this one. */
    lt(value: number, further?: string): ValidateRule<Called | "lt">;
    /** This number, or one above it. */
    gte(value: number, further?: string): ValidateRule<Called | "gte">;
    /** This number, or one below it. */
    lte(value: number, further?: string): ValidateRule<Called | "lte">;
    /** A number above 0. */
    positive(value?: string): ValidateRule<Called | "positive">;
    /** A number below 0. */
    negative(value?: string): ValidateRule<Called | "negative">;
    /** A text of at least so many characters. */
    minLength(value: number, further?: string): ValidateRule<Called | "minLength">;
    /** A text of at most so many characters. */
    maxLength(value: number, further?: string): ValidateRule<Called | "maxLength">;
    /** A text that begins so. */
    startsWith(value: string, further?: string): ValidateRule<Called | "startsWith">;
    /** A text that ends so. */
    endsWith(value: string, further?: string): ValidateRule<Called | "endsWith">;
    /** A text that this regular expression finds something in. */
    matches(value: string, further?: string): ValidateRule<Called | "matches">;
  }, Called>;
  /** As in `allow.groups(["ADMINS"]).to(["read"])`. */
  interface RulesOfAField {
    /** Whoever has the API key. */
    publicApiKey(): RulesOfAFieldTo;
    /** Users who are not signed in, with credentials of the identity pool. */
    guest(): RulesOfAFieldTo;
    /** Users who are signed in. */
    authenticated(value?: "userPools" | "oidc" | "identityPool"): RulesOfAFieldTo;
    /** Users in this group. */
    group(value: string, further?: "userPools" | "oidc"): RulesOfAFieldToWithClaimIn;
    /** Users in one of these groups. All groups of a user count. */
    groups(value: ReadonlyArray<string>, further?: "userPools" | "oidc"): RulesOfAFieldToWithClaimIn;
    /** Whom the function of the mode `lambda` lets through. */
    custom(value?: "function"): RulesOfAFieldTo;
    /** The user who made the item: the field `owner` says who. */
    owner(value?: "userPools" | "oidc"): RulesOfAFieldToIdentityClaim;
    /** The user whom a field names. */
    ownerDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfAFieldToIdentityClaim;
    /** The users whom a field lists. */
    ownersDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfAFieldToIdentityClaim;
    /** Users in the group that a field names. */
    groupDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfAFieldToWithClaimIn;
    /** Users in one of the groups that a field lists. */
    groupsDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfAFieldToWithClaimIn;
  }
  /** A rule; what may follow. */
  interface RulesOfAFieldTo extends Rule {
    /** What they may do with the field; without it, everything. */
    to(value: ReadonlyArray<"create" | "update" | "delete" | "read">): Rule;
  }
  /** A rule; what may follow. */
  type RulesOfAFieldToWithClaimIn<Called extends string = never> = Rule & Omit<{
    /** What they may do with the field; without it, everything. */
    to(value: ReadonlyArray<"create" | "update" | "delete" | "read">): RulesOfAFieldToWithClaimIn<Called | "to">;
    /** The part of the token that lists the user's groups. */
    withClaimIn(value: string): RulesOfAFieldToWithClaimIn<Called | "withClaimIn">;
  }, Called>;
  /** A rule; what may follow. */
  type RulesOfAFieldToIdentityClaim<Called extends string = never> = Rule & Omit<{
    /** What they may do with the field; without it, everything. */
    to(value: ReadonlyArray<"create" | "update" | "delete" | "read">): RulesOfAFieldToIdentityClaim<Called | "to">;
    /** The part of the token that is compared with the field. */
    identityClaim(value: string): RulesOfAFieldToIdentityClaim<Called | "identityClaim">;
  }, Called>;
  /** As in `index("slug")`. */
  interface SecondaryIndexes {
    /** The field by which items are found. */
    (value: string): SecondaryIndexesRule;
  }
  /** A rule; what may follow. */
  type SecondaryIndexesRule<Called extends string = never> = Rule & Omit<{
    /** The fields by which those are sorted. */
    sortKeys(value: ReadonlyArray<string>): SecondaryIndexesRule<Called | "sortKeys">;
    /** The query's name; `null` for no query. */
    queryField(value: string | null): SecondaryIndexesRule<Called | "queryField">;
    /** The index's name. */
    name(value: string): SecondaryIndexesRule<Called | "name">;
    /** What the index holds beside the keys. */
    projection(value: "ALL" | "KEYS_ONLY" | "INCLUDE", further?: ReadonlyArray<string>): SecondaryIndexesRule<Called | "projection">;
  }, Called>;
  /** As in `allow.groups(["ADMINS"]).to(["read"])`. */
  interface RulesOfAModel {
    /** Whoever has the API key. */
    publicApiKey(): RulesOfAModelTo;
    /** Users who are not signed in, with credentials of the identity pool. */
    guest(): RulesOfAModelTo;
    /** Users who are signed in. */
    authenticated(value?: "userPools" | "oidc" | "identityPool"): RulesOfAModelTo;
    /** Users in this group. */
    group(value: string, further?: "userPools" | "oidc"): RulesOfAModelToWithClaimIn;
    /** Users in one of these groups. All groups of a user count. */
    groups(value: ReadonlyArray<string>, further?: "userPools" | "oidc"): RulesOfAModelToWithClaimIn;
    /** Whom the function of the mode `lambda` lets through. */
    custom(value?: "function"): RulesOfAModelTo;
    /** The user who made the item: the field `owner` says who. */
    owner(value?: "userPools" | "oidc"): RulesOfAModelToIdentityClaim;
    /** The user whom a field names. */
    ownerDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfAModelToIdentityClaim;
    /** The users whom a field lists. */
    ownersDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfAModelToIdentityClaim;
    /** Users in the group that a field names. */
    groupDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfAModelToWithClaimIn;
    /** Users in one of the groups that a field lists. */
    groupsDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfAModelToWithClaimIn;
  }
  /** A rule; what may follow. */
  interface RulesOfAModelTo extends Rule {
    /** What they may do; without it, everything. */
    to(value: ReadonlyArray<"create" | "update" | "delete" | "read" | "get" | "list" | "search" | "sync" | "listen">): Rule;
  }
  /** A rule; what may follow. */
  type RulesOfAModelToWithClaimIn<Called extends string = never> = Rule & Omit<{
    /** What they may do; without it, everything. */
    to(value: ReadonlyArray<"create" | "update" | "delete" | "read" | "get" | "list" | "search" | "sync" | "listen">): RulesOfAModelToWithClaimIn<Called | "to">;
    /** The part of the token that lists the user's groups. */
    withClaimIn(value: string): RulesOfAModelToWithClaimIn<Called | "withClaimIn">;
  }, Called>;
  /** A rule; what may follow. */
  type RulesOfAModelToIdentityClaim<Called extends string = never> = Rule & Omit<{
    /** What they may do; without it, everything. */
    to(value: ReadonlyArray<"create" | "update" | "delete" | "read" | "get" | "list" | "search" | "sync" | "listen">): RulesOfAModelToIdentityClaim<Called | "to">;
    /** The part of the token that is compared with the field. */
    identityClaim(value: string): RulesOfAModelToIdentityClaim<Called | "identityClaim">;
  }, Called>;
  /** A resolver of one's own. */
  interface AHandlerCustom {
    /** The resolver's file, relative to this file: JavaScript for AppSync. */
    entry: string;
    /** What it works on: a model, as `a.ref("Post")`, or the name of a data source that other code adds. Without it, nothing. */
    dataSource?: Is<"a source"> | string | undefined;
  }
  /** As in `allow.groups(["ADMINS"])`. */
  interface RulesOfAnOperation {
    /** Whoever has the API key. */
    publicApiKey(): Rule;
    /** Users who are not signed in, with credentials of the identity pool. */
    guest(): Rule;
    /** Users who are signed in. */
    authenticated(value?: "userPools" | "oidc" | "identityPool"): Rule;
    /** Users in this group. */
    group(value: string, further?: "userPools" | "oidc"): RulesOfAnOperationRule;
    /** Users in one of these groups. All groups of a user count. */
    groups(value: ReadonlyArray<string>, further?: "userPools" | "oidc"): RulesOfAnOperationRule;
    /** Whom the function of the mode `lambda` lets through. */
    custom(value?: "function"): Rule;
  }
  /** A rule; what may follow. */
  interface RulesOfAnOperationRule extends Rule {
    /** The part of the token that lists the user's groups. */
    withClaimIn(value: string): Rule;
  }
  /** As in `allow.groups(["ADMINS"]).to(["read"])`. */
  interface RulesOfASchema {
    /** Whoever has the API key. */
    publicApiKey(): RulesOfASchemaTo;
    /** Users who are not signed in, with credentials of the identity pool. */
    guest(): RulesOfASchemaTo;
    /** Users who are signed in. */
    authenticated(value?: "userPools" | "oidc" | "identityPool"): RulesOfASchemaTo;
    /** Users in this group. */
    group(value: string, further?: "userPools" | "oidc"): RulesOfASchemaToWithClaimIn;
    /** Users in one of these groups. All groups of a user count. */
    groups(value: ReadonlyArray<string>, further?: "userPools" | "oidc"): RulesOfASchemaToWithClaimIn;
    /** Whom the function of the mode `lambda` lets through. */
    custom(value?: "function"): RulesOfASchemaTo;
    /** The user who made the item: the field `owner` says who. */
    owner(value?: "userPools" | "oidc"): RulesOfASchemaToIdentityClaim;
    /** The user whom a field names. */
    ownerDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfASchemaToIdentityClaim;
    /** The users whom a field lists. */
    ownersDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfASchemaToIdentityClaim;
    /** Users in the group that a field names. */
    groupDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfASchemaToWithClaimIn;
    /** Users in one of the groups that a field lists. */
    groupsDefinedIn(value: string, further?: "userPools" | "oidc"): RulesOfASchemaToWithClaimIn;
    /** A function made with `defineFunction`. */
    resource(value: DefinedFunction): RulesOfASchemaResource;
  }
  /** A rule; what may follow. */
  interface RulesOfASchemaTo extends Rule {
    /** What they may do; without it, everything. */
    to(value: ReadonlyArray<"create" | "update" | "delete" | "read" | "get" | "list" | "search" | "sync" | "listen">): Rule;
  }
  /** A rule; what may follow. */
  type RulesOfASchemaToWithClaimIn<Called extends string = never> = Rule & Omit<{
    /** What they may do; without it, everything. */
    to(value: ReadonlyArray<"create" | "update" | "delete" | "read" | "get" | "list" | "search" | "sync" | "listen">): RulesOfASchemaToWithClaimIn<Called | "to">;
    /** The part of the token that lists the user's groups. */
    withClaimIn(value: string): RulesOfASchemaToWithClaimIn<Called | "withClaimIn">;
  }, Called>;
  /** A rule; what may follow. */
  type RulesOfASchemaToIdentityClaim<Called extends string = never> = Rule & Omit<{
    /** What they may do; without it, everything. */
    to(value: ReadonlyArray<"create" | "update" | "delete" | "read" | "get" | "list" | "search" | "sync" | "listen">): RulesOfASchemaToIdentityClaim<Called | "to">;
    /** The part of the token that is compared with the field. */
    identityClaim(value: string): RulesOfASchemaToIdentityClaim<Called | "identityClaim">;
  }, Called>;
  /** A rule; what may follow. */
  interface RulesOfASchemaResource extends Rule {
    /** What it may do with the whole API; without it, everything. */
    to(value: ReadonlyArray<"listen" | "query" | "mutate">): Rule;
  }
  /** How callers say who they are. */
  interface DefineDataAuthorizationModes {
    /** The mode of requests that name none. Without it, the one that there is: user pool, else API key. */
    defaultAuthorizationMode?: "iam" | "identityPool" | "userPool" | "oidc" | "apiKey" | "lambda" | undefined;
    /** The key that anybody may use who has it. */
    apiKeyAuthorizationMode?: DefineDataAuthorizationModesApiKeyAuthorizationMode | undefined;
    /** A function that decides on each request. */
    lambdaAuthorizationMode?: DefineDataAuthorizationModesLambdaAuthorizationMode | undefined;
    /** A provider that speaks OpenID Connect, beside the user pool. */
    oidcAuthorizationMode?: DefineDataAuthorizationModesOidcAuthorizationMode | undefined;
  }
  /** The key that anybody may use who has it. */
  interface DefineDataAuthorizationModesApiKeyAuthorizationMode {
    /** What is told of the key in the console. */
    description?: string | undefined;
    /** How long the key holds, from the build on. @default 7 */
    expiresInDays?: number | undefined;
    /** Another word here makes another key. The one before goes on to its own end, until clients have the new one. *Of amp's own.* */
    rotation?: string | undefined;
  }
  /** A function that decides on each request. */
  interface DefineDataAuthorizationModesLambdaAuthorizationMode {
    /** The function. */
    function: DefinedFunction;
    /** How long an answer of the function is remembered. @default 60 */
    timeToLiveInSeconds?: number | undefined;
  }
  /** A provider that speaks OpenID Connect. */
  interface DefineDataAuthorizationModesOidcAuthorizationMode {
    /** The provider's name; nothing depends on it. */
    oidcProviderName: string;
    /** Where the provider's `/.well-known/openid-configuration` is. */
    oidcIssuerUrl: string;
    /** The client that tokens must be made for; a regular expression may stand for several. */
    clientId?: string | undefined;
    /** How long a token holds after the user signed in. */
    tokenExpiryFromAuthInSeconds: number;
    /** How long a token holds after it was made. */
    tokenExpireFromIssueInSeconds: number;
  }
  /** What the API logs. */
  interface DefineDataLogging {
    /** How long log lines are kept. @default "1 week" */
    retention?: "1 day" | "3 days" | "5 days" | "1 week" | "2 weeks" | "1 month" | "2 months" | "3 months" | "4 months" | "5 months" | "6 months" | "1 year" | "13 months" | "18 months" | "2 years" | "3 years" | "5 years" | "6 years" | "7 years" | "8 years" | "9 years" | "10 years" | "infinite" | undefined;
    /** Whether queries, headers and values are left out. They may hold what is private. @default true */
    excludeVerboseContent?: boolean | undefined;
    /** Which fields' resolvers are logged. @default "none" */
    fieldLogLevel?: "none" | "error" | "info" | "debug" | "all" | undefined;
  }
  /** What `amplify_outputs.json` holds besides what clients of the backend need anyway. */
  interface DefineOutputs {
    /** Values of your own, in any form of JSON: texts, numbers, `true` and `false`, lists and objects. A text may be or hold `ref("...")`. *Of amp's own.* */
    custom: { readonly [name: string]: unknown };
  }
  /** Files in an S3 bucket, and who may read and write which. */
  interface DefineStorage {
    /** The storage's name: that of the bucket in the client's configuration, and in upper case the first part of the variable that tells a function the bucket's name. */
    name: string;
    /** Whether this is the bucket that clients use when they name none. Needed if there are several. @default false */
    isDefault?: boolean | undefined;
    /** Whether older versions of a file are kept. @default false */
    versioned?: boolean | undefined;
    /** Whether the bucket stays when it leaves the definition or the stack is deleted. With `false`, it is deleted if it is empty. @default true */
    keepOnDelete?: boolean | undefined;
    /** Functions that run when a file is uploaded or deleted. */
    triggers?: DefineStorageTriggers | undefined;
    /** Who may read, write and delete what: rules for each path. */
    access?: ((allow: DefineStorageAccess) => { readonly [key: string]: ReadonlyArray<Rule> }) | undefined;
    /** From which web pages browsers may reach the bucket. Without it, from all; access rules hold all the same. *Of amp's own.* */
    cors?: ReadonlyArray<DefineStorageCors> | undefined;
    /** What is deleted by itself, and when. *Of amp's own.* */
    lifecycle?: ReadonlyArray<DefineStorageLifecycle> | undefined;
  }
  interface DefineStorageTriggers {
    /** A file was uploaded or copied there, new or over an older one. */
    onUpload?: DefinedFunction | undefined;
    /** A file was deleted. */
    onDelete?: DefinedFunction | undefined;
  }
  /** As in `"media/*": [allow.authenticated.to(["read"])]`. */
  interface DefineStorageAccess {
    /** Users who are not signed in. */
    readonly guest: DefineStorageAccessRule;
    /** Users who are signed in and in no group. A user in a group has what the group has, and nothing else. */
    readonly authenticated: DefineStorageAccessRule;
    /** The user whose identity id stands in the path for `{entity_id}`, and who is in no group. */
    entity(value: "identity"): DefineStorageAccessRule;
    /** Users in one of these groups. Of several groups, the first in the list of `defineAuth` counts. */
    groups(value: ReadonlyArray<string>): DefineStorageAccessRule;
    /** A function made with `defineFunction`. */
    resource(value: DefinedFunction): DefineStorageAccessRule;
  }
  /** What makes a rule of it. */
  interface DefineStorageAccessRule {
    /** What they may do with the files below the path. */
    to(value: ReadonlyArray<"read" | "get" | "list" | "write" | "delete" | "create" | "update">): Rule;
  }
  /** From which web pages browsers may reach the bucket, and how. */
  interface DefineStorageCors {
    /** The pages' origins, as `https://example.com`; one `*` may stand for any part. */
    allowedOrigins: ReadonlyArray<string>;
    /** The methods of HTTP. @default ["GET", "HEAD", "PUT", "POST", "DELETE"] */
    allowedMethods?: ReadonlyArray<"GET" | "HEAD" | "PUT" | "POST" | "DELETE"> | undefined;
    /** The headers that a request may have. @default ["*"] */
    allowedHeaders?: ReadonlyArray<string> | undefined;
    /** The headers of an answer that the page may see. @default ["x-amz-server-side-encryption", "x-amz-request-id", "x-amz-id-2", "ETag"] */
    exposedHeaders?: ReadonlyArray<string> | undefined;
    /** How long a browser may remember this. @default 3000 */
    maxAge?: number | undefined;
  }
  /** What is deleted by itself, and when. */
  interface DefineStorageLifecycle {
    /** Which files, as in `access`: `tmp/*`. Without it, all. */
    path?: string | undefined;
    /** How long after its upload a file is deleted. With `versioned`, it then counts as an older version. */
    expireDays?: number | undefined;
    /** How long an older version is kept after a newer one came. */
    expireVersionsDays?: number | undefined;
    /** How long the parts of an upload are kept that was never finished. */
    abortUploadsDays?: number | undefined;
  }
  /** Paths that functions answer, and who may call which method of each: an HTTP API of API Gateway. */
  interface DefineRestApi {
    /** The API's name, by which the client calls it (`apiName`). Without it, the name of the constant. */
    name?: string | undefined;
    /** What can be called: the function that answers at a path, and who may. */
    paths: { readonly [name: string]: DefineRestApiPaths };
    /** The form in which functions get requests. @default "1.0" */
    payloadFormat?: "2.0" | "1.0" | undefined;
    /** From which web pages browsers may reach the API. Without it, from all; access rules hold all the same. */
    cors?: Cors | undefined;
    /** How many requests the API takes. Without it, as many as the account's limits allow. */
    throttling?: Throttling | undefined;
    /** Whether each request is logged. */
    accessLogs?: true | AccessLogs | undefined;
  }
  /** What answers at a path, and who may call it. */
  interface DefineRestApiPaths {
    /** The function that answers. */
    function: DefinedFunction;
    /** Whether what lies below the path is answered, too: `/items/42`, `/items/42/parts`. @default true */
    subpaths?: boolean | undefined;
    /** Who may call which methods. */
    access: ((allow: DefineRestApiPathsAccess) => Rule | ReadonlyArray<Rule>);
  }
  /** As in `allow.authenticated.to(["get"])`. */
  interface DefineRestApiPathsAccess {
    /** Users who are not signed in, with credentials of the identity pool. */
    readonly guest: DefineRestApiPathsAccessRule;
    /** Users who are signed in and in no group, with credentials of the identity pool; with `"userPool"`, every signed-in user with a token of the user pool. */
    readonly authenticated: DefineRestApiPathsAccessRule & ((value?: "identityPool" | "userPool") => DefineRestApiPathsAccessRule);
    /** Users in one of these groups. Of several groups, the first in the list of `defineAuth` counts. */
    groups(value: ReadonlyArray<string>, further?: "identityPool"): DefineRestApiPathsAccessRule;
    /** Everybody on the internet: nobody is asked who they are. */
    public(): DefineRestApiPathsAccessRule;
  }
  /** What makes a rule of it. */
  interface DefineRestApiPathsAccessRule {
    /** What they may call. */
    to(value: ReadonlyArray<"get" | "head" | "post" | "put" | "patch" | "delete" | "create" | "read" | "update">): Rule;
  }
  /** How many requests the API takes; what is more is answered with 429. Without it, the limits of the account. */
  interface Throttling {
    /** How many a second in the long run, for each route. */
    rateLimit: number;
    /** How many at once. */
    burstLimit: number;
  }
  /** A log line for each request: when, which route, from where, and the answer's status. */
  interface AccessLogs {
    /** How long log lines are kept. @default "1 week" */
    retention?: "1 day" | "3 days" | "5 days" | "1 week" | "2 weeks" | "1 month" | "2 months" | "3 months" | "4 months" | "5 months" | "6 months" | "1 year" | "13 months" | "18 months" | "2 years" | "3 years" | "5 years" | "6 years" | "7 years" | "8 years" | "9 years" | "10 years" | "infinite" | undefined;
  }
  /** An HTTP API by which users of some groups manage users and groups. */
  interface DefineAdminQueries {
    /** The groups whose members may call the routes. A user of several groups needs one of them. */
    groups: ReadonlyArray<string>;
    /** The routes that there are, and nothing else may the function behind them do. Without it, all of them. */
    routes?: ReadonlyArray<"addUserToGroup" | "removeUserFromGroup" | "confirmUserSignUp" | "disableUser" | "enableUser" | "signUserOut" | "getUser" | "listUsers" | "listGroups" | "listGroupsForUser" | "listUsersInGroup"> | undefined;
    /** The API's name: `apiName` for the client. @default "AdminQueries" */
    name?: string | undefined;
    /** From which web pages browsers may call it. Without it, from all; who may call, the groups decide all the same. */
    cors?: Cors | undefined;
    /** How many requests it takes. */
    throttling?: Throttling | undefined;
    /** Whether requests are logged. What the function did, it logs in any case. */
    accessLogs?: true | AccessLogs | undefined;
  }
  /** A function does the work. */
  interface AHandlerFunction extends Is<"a handler"> {
    /** Nobody waits for its end. */
    async(): Is<"a handler">;
  }
  /** What begins with `a.handler`. */
  interface AHandler {
    /** A function does the work. */
    function(value: DefinedFunction | string): AHandlerFunction;
    /** A resolver of one's own does the work. */
    custom(value: AHandlerCustom): Is<"a handler">;
  }
  /** Models, types and operations. */
  interface ASchema extends Is<"a schema"> {
    /** Who may, where models and operations say nothing; which functions may use the whole API. */
    authorization(value: ((allow: RulesOfASchema) => Rule | ReadonlyArray<Rule>)): Is<"a schema">;
  }
  /** Items in a table, with operations to create, read, change and delete them. */
  type AModel<Called extends string = never> = Is<"a member of a schema"> & Omit<{
    /** The fields that identify an item, if not `id`. */
    identifier(value: ReadonlyArray<string>): AModel<Called | "identifier">;
    /** Further ways to find items. */
    secondaryIndexes(value: ((index: SecondaryIndexes) => ReadonlyArray<Rule>)): AModel<Called | "secondaryIndexes">;
    /** Operations that there shall not be. */
    disableOperations(value: ReadonlyArray<"queries" | "mutations" | "subscriptions" | "list" | "get" | "create" | "update" | "delete" | "onCreate" | "onUpdate" | "onDelete">): AModel<Called | "disableOperations">;
    /** Who may. */
    authorization(value: ((allow: RulesOfAModel) => Rule | ReadonlyArray<Rule>)): AModel<Called | "authorization">;
  }, Called>;
  /** A query with a handler of its own. */
  type AQuery<Called extends string = never> = Is<"a member of a schema"> & Omit<{
    /** What the caller gives. */
    arguments(value: { readonly [name: string]: Is<"a field"> }): AQuery<Called | "arguments">;
    /** What it gives back. */
    returns(value: Is<"a type">): AQuery<Called | "returns">;
    /** What does the work; several in a list, one after the other. */
    handler(value: Is<"a handler"> | ReadonlyArray<Is<"a handler">>): AQuery<Called | "handler">;
    /** Who may. */
    authorization(value: ((allow: RulesOfAnOperation) => Rule | ReadonlyArray<Rule>)): AQuery<Called | "authorization">;
  }, Called>;
  /** A mutation with a handler of its own. */
  type AMutation<Called extends string = never> = Is<"a member of a schema"> & Omit<{
    /** What the caller gives. */
    arguments(value: { readonly [name: string]: Is<"a field"> }): AMutation<Called | "arguments">;
    /** What it gives back. */
    returns(value: Is<"a type">): AMutation<Called | "returns">;
    /** What does the work; several in a list, one after the other. */
    handler(value: Is<"a handler"> | ReadonlyArray<Is<"a handler">>): AMutation<Called | "handler">;
    /** Who may. */
    authorization(value: ((allow: RulesOfAnOperation) => Rule | ReadonlyArray<Rule>)): AMutation<Called | "authorization">;
  }, Called>;
  /** Is told when mutations were done. */
  type ASubscription<Called extends string = never> = Is<"a member of a schema"> & Omit<{
    /** The mutations that it tells of. */
    for(value: Is<"a source"> | ReadonlyArray<Is<"a source">>): ASubscription<Called | "for">;
    /** What the caller gives. */
    arguments(value: { readonly [name: string]: Is<"a field"> }): ASubscription<Called | "arguments">;
    /** What does the work; several in a list, one after the other. */
    handler(value: Is<"a handler"> | ReadonlyArray<Is<"a handler">>): ASubscription<Called | "handler">;
    /** Who may. */
    authorization(value: ((allow: RulesOfAnOperation) => Rule | ReadonlyArray<Rule>)): ASubscription<Called | "authorization">;
  }, Called>;
  /** An identifier: a text that is not meant to be read. */
  type AId<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): AId<Called | "required">;
    /** A list of these. */
    array(): AId<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: string): AId<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): AId<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AId<Called | "authorization">;
  }, Called>;
  /** A text. */
  type AString<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): AString<Called | "required">;
    /** A list of these. */
    array(): AString<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: string): AString<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): AString<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AString<Called | "authorization">;
  }, Called>;
  /** A whole number from -2,147,483,648 to 2,147,483,647. */
  type AInteger<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): AInteger<Called | "required">;
    /** A list of these. */
    array(): AInteger<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: number): AInteger<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): AInteger<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AInteger<Called | "authorization">;
  }, Called>;
  /** A number. */
  type AFloat<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): AFloat<Called | "required">;
    /** A list of these. */
    array(): AFloat<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: number): AFloat<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): AFloat<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AFloat<Called | "authorization">;
  }, Called>;
  /** `true` or `false`. */
  type ABoolean<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): ABoolean<Called | "required">;
    /** A list of these. */
    array(): ABoolean<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: boolean): ABoolean<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): ABoolean<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): ABoolean<Called | "authorization">;
  }, Called>;
  /** A day: `2030-12-31`. */
  type ADate<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): ADate<Called | "required">;
    /** A list of these. */
    array(): ADate<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: string): ADate<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): ADate<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): ADate<Called | "authorization">;
  }, Called>;
  /** A time of day: `12:30:24.500Z`. */
  type ATime<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): ATime<Called | "required">;
    /** A list of these. */
    array(): ATime<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: string): ATime<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): ATime<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): ATime<Called | "authorization">;
  }, Called>;
  /** A moment: `2030-12-31T12:30:24.500Z`. */
  type ADatetime<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): ADatetime<Called | "required">;
    /** A list of these. */
    array(): ADatetime<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: string): ADatetime<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): ADatetime<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): ADatetime<Called | "authorization">;
  }, Called>;
  /** Seconds since the start of 1970. */
  type ATimestamp<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): ATimestamp<Called | "required">;
    /** A list of these. */
    array(): ATimestamp<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: number): ATimestamp<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): ATimestamp<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): ATimestamp<Called | "authorization">;
  }, Called>;
  /** An address of electronic mail. */
  type AEmail<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): AEmail<Called | "required">;
    /** A list of these. */
    array(): AEmail<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: string): AEmail<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): AEmail<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AEmail<Called | "authorization">;
  }, Called>;
  /** Any value, as JSON. */
  type AJson<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): AJson<Called | "required">;
    /** A list of these. */
    array(): AJson<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: unknown): AJson<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): AJson<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AJson<Called | "authorization">;
  }, Called>;
  /** A telephone number. */
  type APhone<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): APhone<Called | "required">;
    /** A list of these. */
    array(): APhone<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: string): APhone<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): APhone<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): APhone<Called | "authorization">;
  }, Called>;
  /** An address in the web. */
  type AUrl<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): AUrl<Called | "required">;
    /** A list of these. */
    array(): AUrl<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: string): AUrl<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): AUrl<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AUrl<Called | "authorization">;
  }, Called>;
  /** An address of the internet protocol, of version 4 or 6. */
  type AIpAddress<Called extends string = never> = Is<"a field of a model" | "a field" | ([Called] extends ["required" | "array"] ? "a type" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): AIpAddress<Called | "required">;
    /** A list of these. */
    array(): AIpAddress<Exclude<Called, "required"> | "array">;
    /** The value of new items for which none is given. */
    default(value?: string): AIpAddress<Called | "default">;
    /** What values must be like. */
    validate(value: ((v: Validate) => Rule)): AIpAddress<Called | "validate">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AIpAddress<Called | "authorization">;
  }, Called>;
  /** A type of the schema, by its name. A mutation, or a model, by its name. */
  type ARef<Called extends string = never> = Is<([Called] extends ["required" | "array" | "authorization"] ? "a field of a model" | "a field" : never) | ([Called] extends ["required" | "array"] ? "a type" : never) | ([Called] extends ["mutations"] ? "a source" : never)> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): ARef<Called | "required">;
    /** A list of these. */
    array(): ARef<Exclude<Called, "required"> | "array">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): ARef<Called | "authorization">;
    /** Which mutations of the model. */
    mutations(value: ReadonlyArray<"create" | "update" | "delete">): ARef<Called | "mutations">;
  }, Called>;
  /** At most one item of another model refers to this one. */
  type AHasOne<Called extends string = never> = Is<"a field of a model"> & Omit<{
    /** It must be there; for a list behind `array`, the list. */
    required(): AHasOne<Called | "required">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AHasOne<Called | "authorization">;
  }, Called>;
  /** Items of another model refer to this one. */
  type AHasMany<Called extends string = never> = Is<"a field of a model"> & Omit<{
    /** None of the items may be `null`. */
    valueRequired(): AHasMany<Called | "valueRequired">;
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): AHasMany<Called | "authorization">;
  }, Called>;
  /** This item refers to one of another model. */
  interface ABelongsTo extends Is<"a field of a model"> {
    /** Who may, instead of whom the model says. */
    authorization(value: ((allow: RulesOfAField) => Rule | ReadonlyArray<Rule>)): Is<"a field of a model">;
  }
  /** What begins with `a`. */
  interface A {
    readonly handler: AHandler;
    /** Models, types and operations. */
    schema(value: { readonly [name: string]: Is<"a member of a schema"> }): ASchema;
    /** Several schemas together. */
    combine(value: ReadonlyArray<Is<"a schema">>): Is<"a schema">;
    /** Items in a table, with operations to create, read, change and delete them. */
    model(value: { readonly [name: string]: Is<"a field of a model"> }): AModel;
    /** Words, one of which a field holds. One of these words. */
    enum(value: ReadonlyArray<string>): Is<"a member of a schema" | "a field of a model" | "a field" | "a type">;
    /** An object without a table of its own. */
    customType(value: { readonly [name: string]: Is<"a field"> }): Is<"a member of a schema" | "a field of a model" | "a field" | "a type">;
    /** A query with a handler of its own. */
    query(): AQuery;
    /** A mutation with a handler of its own. */
    mutation(): AMutation;
    /** Is told when mutations were done. */
    subscription(): ASubscription;
    /** An identifier: a text that is not meant to be read. */
    id(): AId;
    /** A text. */
    string(): AString;
    /** A whole number from -2,147,483,648 to 2,147,483,647. */
    integer(): AInteger;
    /** A number. */
    float(): AFloat;
    /** `true` or `false`. */
    boolean(): ABoolean;
    /** A day: `2030-12-31`. */
    date(): ADate;
    /** A time of day: `12:30:24.500Z`. */
    time(): ATime;
    /** A moment: `2030-12-31T12:30:24.500Z`. */
    datetime(): ADatetime;
    /** Seconds since the start of 1970. */
    timestamp(): ATimestamp;
    /** An address of electronic mail. */
    email(): AEmail;
    /** Any value, as JSON. */
    json(): AJson;
    /** A telephone number. */
    phone(): APhone;
    /** An address in the web. */
    url(): AUrl;
    /** An address of the internet protocol, of version 4 or 6. */
    ipAddress(): AIpAddress;
    /** A type of the schema, by its name. A mutation, or a model, by its name. */
    ref(value: string): ARef;
    /** At most one item of another model refers to this one. */
    hasOne(value: string, further: string | ReadonlyArray<string>): AHasOne;
    /** Items of another model refer to this one. */
    hasMany(value: string, further: string | ReadonlyArray<string>): AHasMany;
    /** This item refers to one of another model. */
    belongsTo(value: string, further: string | ReadonlyArray<string>): ABelongsTo;
  }
}

/** Sign-up and sign-in, groups, and what functions may do with users. https://docs.amplify.aws/react/build-a-backend/auth/set-up-auth/ */
declare function defineAuth(value: amp.DefineAuth): amp.Resource;

/** A user pool and identity pool that exist already. https://docs.amplify.aws/react/build-a-backend/auth/use-existing-cognito-resources/ */
declare function referenceAuth(value: amp.ReferenceAuth): amp.Resource;

/** A Lambda function: code of yours that runs on an event, a schedule or a call. https://docs.amplify.aws/react/build-a-backend/functions/set-up-function/ */
declare function defineFunction(value?: amp.DefineFunction): amp.DefinedFunction;

/** A value that is kept outside of the definition and of every template; a function reads it at start. https://docs.amplify.aws/react/deploy-and-host/fullstack-branching/secrets-and-vars/ */
declare function secret(value: string): amp.Secret;

/** What another resource of the backend has, by its path: `storage.photos.bucketName`. *Of amp's own.* https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html */
declare function ref(value: string): string;

/** The resources that make up the backend. https://docs.amplify.aws/react/reference/project-structure/ */
declare function defineBackend(value: { readonly [name: string]: unknown }): any;

/** Models and operations behind a GraphQL API. https://docs.amplify.aws/react/build-a-backend/data/set-up-data/ */
declare function defineData(value: amp.DefineData): amp.Resource;

/** Values of your own in `amplify_outputs.json`. *Of amp's own.* https://docs.amplify.aws/react/build-a-backend/add-aws-services/custom-resources/ */
declare function defineOutputs(value: amp.DefineOutputs): amp.Resource;

/** Files in a bucket, and who may read and write which. https://docs.amplify.aws/react/build-a-backend/storage/set-up-storage/ */
declare function defineStorage(value: amp.DefineStorage): amp.Resource;

/** Paths that functions answer, and who may call which. *Of amp's own.* https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html */
declare function defineRestApi(value: amp.DefineRestApi): amp.Resource;

/** An HTTP API by which users of some groups manage users and groups. *Of amp's own.* https://docs.amplify.aws/gen1/react/build-a-backend/auth/admin-actions/ */
declare function defineAdminQueries(value: amp.DefineAdminQueries): amp.Resource;

/** Models and operations. */
declare const a: amp.A;

// `process.env`, in the words of `@types/node`, so that both may be there
declare namespace NodeJS {
  interface ProcessEnv {
    [name: string]: string | undefined;
  }
  interface Process {
    env: ProcessEnv;
  }
}
declare var process: NodeJS.Process;
