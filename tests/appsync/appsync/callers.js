// Who calls, as AppSync finds it out. Signatures and tokens are read, not verified.
import { accessKey } from "./functions.js";
import { REGION } from "./template.js";

/** Who calls an API with these headers: `{mode, identity, role, denied}`. Who is nobody, is an error. */
export async function recognize(api, headers) {
  const modes = [api.api, ...(api.api.AdditionalAuthenticationProviders ?? [])];
  const has = (mode) => modes.find((it) => it.AuthenticationType === mode);
  const refuse = () => {
    throw new Error("You are not authorized to make this call.");
  };
  const key = headers["x-api-key"];
  if (key !== undefined) {
    const keys = api.stack.all("AWS::AppSync::ApiKey").map((it) => it.stack.attribute(it.name, "ApiKey"));
    return has("API_KEY") && keys.includes(key) ? { mode: "API_KEY", identity: null } : refuse();
  }
  const token = headers.authorization ?? refuse();
  if (token.startsWith("AWS4-HMAC-SHA256")) {
    const principal = api.principals.get(accessKey(token));
    return has("AWS_IAM") && principal ? { mode: "AWS_IAM", ...principal } : refuse();
  }
  const claims = claimsOf(token);
  const pool = has("AMAZON_COGNITO_USER_POOLS")?.UserPoolConfig;
  if (pool && claims?.iss === `https://cognito-idp.${REGION}.amazonaws.com/${pool.UserPoolId}`) {
    const username = claims.username ?? claims["cognito:username"];
    const groups = claims["cognito:groups"] ?? null;
    const { sub, iss: issuer } = claims;
    const identity = {
      sub,
      issuer,
      username,
      claims,
      groups,
      sourceIp: ["127.0.0.1"],
      defaultAuthStrategy: "ALLOW",
    };
    return { mode: "AMAZON_COGNITO_USER_POOLS", identity };
  }
  const provider = has("OPENID_CONNECT")?.OpenIDConnectConfig;
  if (
    provider &&
    claims?.iss === provider.Issuer &&
    (!provider.ClientId || new RegExp(provider.ClientId).test(claims.aud))
  ) {
    return { mode: "OPENID_CONNECT", identity: { sub: claims.sub, issuer: claims.iss, claims } };
  }
  const authorizer = has("AWS_LAMBDA")?.LambdaAuthorizerConfig;
  if (authorizer && !claims) {
    const answer = await api.functions.invoke(authorizer.AuthorizerUri, { authorizationToken: token });
    if (answer?.isAuthorized === true) {
      return {
        mode: "AWS_LAMBDA",
        identity: { resolverContext: answer.resolverContext ?? {} },
        denied: answer.deniedFields,
      };
    }
  }
  return refuse();
}

function claimsOf(token) {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
  } catch {
    return null;
  }
}
