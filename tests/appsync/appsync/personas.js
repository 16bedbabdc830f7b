// Who calls the API, through the official client. Tokens are made up; what AppSync takes from them is in api.js.
import { Amplify } from "aws-amplify";
import { generateClient } from "aws-amplify/data";
import { outputs } from "./build.js";
import { ACCOUNT, REGION } from "./template.js";

const OTHER_POOL = `${REGION}:44444444-3333-2222-1111-000000000000`;
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function jwt(claims) {
  const payload = { exp: 4102444800, iat: 1767225600, auth_time: 1767225600, token_use: "access", ...claims };
  const raw = `${encoded({ alg: "none", typ: "JWT" })}.${encoded(payload)}.`;
  return { payload, toString: () => raw };
}

/** Callers of a deployment; `as(name)` gives the client of one, which is then who calls. */
export class Callers {
  constructor(api, project) {
    this.api = api;
    this.clients = new Map();
    const { stack } = api;
    const values = Object.entries(stack.template.Outputs).map(([name, it]) => [
      name,
      stack.resolve(it.Value),
    ]);
    const config = outputs(project, Object.fromEntries(values));
    this.people = this.everybody();
    Amplify.configure(config, {
      Auth: {
        tokenProvider: { getTokens: async () => ({ accessToken: this.now.token, idToken: this.now.token }) },
        credentialsProvider: {
          getCredentialsAndIdentityId: async () => ({
            credentials: this.now.credentials,
            identityId: "identity",
          }),
          clearCredentialsAndIdentityId: () => {},
        },
      },
    });
    this.config = config;
  }

  /** The client of somebody. */
  as(name) {
    this.now = this.people[name];
    if (!this.now) {
      throw new Error(`nobody is ${name}`);
    }
    if (!this.clients.has(name)) {
      const { authMode, authToken } = this.now;
      this.clients.set(name, generateClient({ authMode, authToken }));
    }
    return this.clients.get(name);
  }

  /** What somebody's requests are recognized by, for what the client does not show. */
  headers(name) {
    const { authMode, authToken, token, credentials } = this.people[name];
    if (authMode === "apiKey") {
      return { "x-api-key": this.config.data.api_key };
    }
    if (authMode === "iam") {
      return {
        authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${REGION}/appsync/aws4_request`,
      };
    }
    return { authorization: authToken ?? String(token) };
  }

  everybody() {
    return {
      apiKey: { authMode: "apiKey" },
      admin: this.user("ada", ["ADMINS"]),
      editor: this.user("eve", ["EDITORS"]),
      both: this.user("bo", ["EDITORS", "ADMINS"]),
      member: this.user("mel"),
      // a group that no rule knows
      other: this.user("otto", ["OTHERS"]),
      guest: this.visitor("unauthenticated"),
      signedIn: this.visitor("authenticated"),
      adminRole: this.visitor("authenticated", this.groupRole("ADMINS")),
      // who is in a role of a function of the backend, of one without a grant, and in one that may do anything in IAM
      auditor: this.role(this.functionRole("Auditor")),
      stranger: this.role(this.functionRole("Stranger")),
      operator: this.role(this.mighty("Operator")),
      // guest and user of somebody else's identity pool, whose roles may do anything in IAM too
      otherGuest: this.visitor("unauthenticated", this.mighty("OtherGuests"), OTHER_POOL),
      otherUser: this.visitor("authenticated", this.mighty("OtherUsers"), OTHER_POOL),
      authorized: { authMode: "lambda", authToken: "let me in" },
      limited: { authMode: "lambda", authToken: "let me in a little" },
      refused: { authMode: "lambda", authToken: "let me out" },
      partner: this.partner([]),
      usher: this.partner(["ushers"]),
    };
  }

  user(username, groups, more = {}) {
    const { stack } = this.api;
    const pool = stack.all("AWS::Cognito::UserPool").map((it) => it.stack.ref(it.name))[0];
    const iss = `https://cognito-idp.${REGION}.amazonaws.com/${pool}`;
    const claims = groups ? { "cognito:groups": groups } : {};
    return {
      authMode: "userPool",
      token: jwt({ iss, sub: `sub-of-${username}`, username, ...claims, ...more }),
    };
  }

  partner(roles) {
    const claims = { iss: "https://issuer.example.com", aud: "newsroom", sub: "partner", roles };
    return { authMode: "oidc", token: jwt(claims) };
  }

  /** Somebody with credentials of the identity pool. */
  visitor(kind, role = this.attached()[kind], pool = this.pool()) {
    const identity = {
      cognitoIdentityPoolId: pool,
      cognitoIdentityId: `${REGION}:99999999-0000-0000-0000-00000000000${this.api.principals.size % 10}`,
      cognitoIdentityAuthType: kind,
      cognitoIdentityAuthProvider:
        kind === "authenticated" ? `cognito-idp.${REGION}.amazonaws.com/pool` : null,
    };
    return this.role(role, "CognitoIdentityCredentials", identity);
  }

  pool() {
    return this.api.stack.all("AWS::Cognito::IdentityPool").map((it) => it.stack.ref(it.name))[0];
  }

  role(arn, session = "session", identity = {}) {
    return arn && { authMode: "iam", credentials: this.api.issue(arn, session, identity) };
  }

  mighty(name) {
    const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
    this.api.stack.grant(arn, "*");
    return arn;
  }

  attached() {
    return (
      this.api.stack.all("AWS::Cognito::IdentityPoolRoleAttachment").map((it) => it.properties.Roles)[0] ?? {}
    );
  }

  groupRole(group) {
    const found = this.api.stack.all("AWS::Cognito::UserPoolGroup").map((it) => it.properties);
    return found.find((it) => it.GroupName === group)?.RoleArn;
  }

  functionRole(name) {
    const found = this.api.stack.all("AWS::Lambda::Function");
    return found.find((it) => it.name.startsWith(name))?.properties.Role;
  }
}
