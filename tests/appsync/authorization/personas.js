// Who asks, as AppSync knows them.

const POOL = "AMAZON_COGNITO_USER_POOLS";

function user(username, more = {}, first = "username") {
  const claims = { sub: `sub-${username}`, [first]: username, ...more };
  const groups = more["cognito:groups"] ?? null;
  return {
    mode: POOL,
    identity: { sub: claims.sub, issuer: "pool", username, claims, groups, sourceIp: [] },
  };
}

function partner(name, more) {
  const claims = { sub: `sub-${name}`, username: name, ...more };
  return { mode: "OPENID_CONNECT", identity: { sub: claims.sub, issuer: "sso", claims } };
}

const groups = (...names) => ({ "cognito:groups": names });

/** Everybody, by name; whom an API cannot know is undefined. */
export function personas(api) {
  const { stack } = api;
  const attached = stack.all("AWS::Cognito::IdentityPoolRoleAttachment")[0]?.properties.Roles ?? {};
  const visitor = (kind) => {
    const role = attached[kind];
    const userArn = `arn:aws:sts::123456789012:assumed-role/${role?.split("/").at(-1)}/CognitoIdentityCredentials`;
    const identity = {
      accountId: "123456789012",
      cognitoIdentityPoolId: stack.all("AWS::Cognito::IdentityPool").map((it) => it.stack.ref(it.name))[0],
      cognitoIdentityId: `eu-west-1:${kind}`,
      cognitoIdentityAuthType: kind,
      cognitoIdentityAuthProvider:
        kind === "authenticated" ? "cognito-idp.eu-west-1.amazonaws.com/pool" : null,
      sourceIp: [],
      username: `AROA:${kind}`,
      userArn,
    };
    return role && { mode: "AWS_IAM", role, identity };
  };
  const everybody = {
    key: { mode: "API_KEY", identity: null },
    guest: visitor("unauthenticated"),
    signedIn: visitor("authenticated"),
    lambda: { mode: "AWS_LAMBDA", identity: { resolverContext: {} } },
    // access tokens
    ann: user("ann"),
    bob: user("bob"),
    admin: user("ada", groups("ADMINS")),
    editor: user("eve", groups("EDITORS")),
    both: user("bo", groups("ADMINS", "EDITORS")),
    // an ID token of Ann's; its claims are in others' tokens too, as lists and as texts
    annId: user("ann", { email: "ann@x.com", roles: ["ADMINS", "x"] }, "cognito:username"),
    carol: user("carol", { email: "carol@x.com", roles: "ADMINS", ...groups("OTHERS") }),
    dan: user("dan", { roles: '["ADMINS","EDITORS"]' }),
    // of another issuer
    partner: partner("pat", { email: "ann@x.com", roles: ["ADMINS"], groups: ["EDITORS"] }),
    annElsewhere: partner("ann", {}),
  };
  const modes = [api.api, ...(api.api.AdditionalAuthenticationProviders ?? [])];
  const known = new Set(modes.map((it) => it.AuthenticationType));
  const entries = Object.entries(everybody);
  return Object.fromEntries(entries.map(([name, it]) => [name, it && known.has(it.mode) ? it : undefined]));
}
