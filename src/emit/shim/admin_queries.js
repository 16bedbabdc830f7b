// Admin queries: users of certain groups manage users and groups over HTTP. API Gateway has verified the access token,
// its scope and the route; who is in which group no authorizer looks at, so that is done here.
"use strict";

const cognito = require("@aws-sdk/client-cognito-identity-provider");

const SCOPE = "aws.cognito.signin.user.admin";
const POOL = process.env.AMP_ADMIN_USER_POOL;
const GROUPS = texts(process.env.AMP_ADMIN_GROUPS);
const ENABLED = texts(process.env.AMP_ADMIN_ROUTES);

// a pool that exists already may be in another region, with which its id begins
const client = new cognito.CognitoIdentityProviderClient({ region: String(POOL).split("_")[0] });

const ROUTES = new Map(
  Object.entries({
    "POST /addUserToGroup": write("AdminAddUserToGroup", (user, group) => `Success adding ${user} to ${group}`, true),
    "POST /removeUserFromGroup": write("AdminRemoveUserFromGroup", (user, group) => `Removed ${user} from ${group}`, true),
    "POST /confirmUserSignUp": write("AdminConfirmSignUp", (user) => `Confirmed ${user} registration`),
    "POST /disableUser": write("AdminDisableUser", (user) => `Disabled ${user}`),
    "POST /enableUser": write("AdminEnableUser", (user) => `Enabled ${user}`),
    "POST /signUserOut": {
      ...write("AdminUserGlobalSignOut", (user) => `Signed out ${user} from all devices`),
      onlySelf: true,
    },
    "GET /getUser": { command: "AdminGetUser", needs: ["username"], answer: (user) => user },
    "GET /listUsers": {
      command: "ListUsers",
      needs: [],
      pages: "PaginationToken",
      answer: ({ Users = [], PaginationToken }) => ({ Users, NextToken: PaginationToken }),
    },
    "GET /listGroups": {
      command: "ListGroups",
      needs: [],
      pages: "NextToken",
      answer: ({ Groups = [], NextToken }) => ({
        Groups: Groups.map(({ UserPoolId, RoleArn, ...group }) => group),
        NextToken,
      }),
    },
    "GET /listGroupsForUser": {
      command: "AdminListGroupsForUser",
      needs: ["username"],
      pages: "NextToken",
      answer: ({ Groups = [], NextToken }) => ({
        Groups: Groups.map(({ GroupName, Description }) => ({ GroupName, Description })),
        NextToken,
      }),
    },
    "GET /listUsersInGroup": {
      command: "ListUsersInGroup",
      needs: ["groupname"],
      pages: "NextToken",
      answer: ({ Users = [], NextToken }) => ({ Users, NextToken }),
    },
  }),
);

// What Cognito refuses for a reason that the caller may know, mostly in its words. Of all else, only the log tells.
const KNOWN = {
  AliasExistsException: [400],
  InvalidParameterException: [400],
  NotAuthorizedException: [400],
  UnsupportedUserStateException: [400],
  // Cognito may name the pool here
  ResourceNotFoundException: [404, "Group not found."],
  UserNotFoundException: [404],
  LimitExceededException: [429],
  TooManyRequestsException: [429],
};

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

exports.handler = async (event) => {
  const line = { route: event?.routeKey };
  let status = 200;
  let body;
  try {
    body = await handle(event, line);
  } catch (error) {
    ({ status, body } = refused(error));
    line.error = error?.name;
    line.reason = error?.message;
  }
  console.log(JSON.stringify({ ...line, status }));
  return {
    statusCode: status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
};

async function handle(event, line) {
  const claims = event.requestContext?.authorizer?.jwt?.claims ?? {};
  line.caller = claims.sub;
  const isAccess = claims.token_use === "access" && String(claims.scope).split(" ").includes(SCOPE);
  if (!isAccess) throw new Refusal(401, "Unauthorized");

  const route = ROUTES.get(event.routeKey);
  if (!route || !ENABLED.includes(event.routeKey.split("/")[1])) throw new Refusal(404, "Not Found");
  if (!route.onlySelf && !groupsOf(event, claims).some((group) => GROUPS.includes(group))) {
    throw new Refusal(403, "User does not have permissions to perform administrative tasks");
  }

  const input = event.routeKey.startsWith("POST") ? bodyOf(event) : (event.queryStringParameters ?? {});
  const [username, groupname] = ["username", "groupname"].map((name) => nameIn(input, name, route.needs));
  Object.assign(line, { username, groupname });
  if (route.onlySelf && username !== claims.username) throw new Refusal(400, "only the user can sign themselves out");

  const page = route.pages && { Limit: limitOf(input), [route.pages]: tokenOf(input) };
  const call = { UserPoolId: POOL, Username: username, GroupName: groupname, ...page };
  const { $metadata, ...result } = await client.send(new cognito[`${route.command}Command`](call));
  return route.answer(result, username, groupname);
}

/** A route that changes something and answers with a message. */
function write(command, message, ofGroup = false) {
  const needs = ofGroup ? ["username", "groupname"] : ["username"];
  return { command, needs, answer: (_, user, group) => ({ message: message(user, group) }) };
}

/** The texts of a list in a variable; none if it is anything else, so that nobody may do anything. */
function texts(variable) {
  try {
    const list = JSON.parse(variable);
    return Array.isArray(list) ? list.filter((it) => typeof it === "string" && it) : [];
  } catch {
    return [];
  }
}

/**
 * The groups of the caller. API Gateway makes one text of the list in the token, `[a b]`, which does not tell the groups
 * `a` and `b` from one called `a b`. So they are read from the token itself, if they make up the text that was verified.
 */
function groupsOf(event, claims) {
  try {
    const [, payload] = event.headers.authorization.split(".");
    const groups = JSON.parse(Buffer.from(payload, "base64url").toString())["cognito:groups"];
    return `[${groups.join(" ")}]` === claims["cognito:groups"] ? groups : [];
  } catch {
    return [];
  }
}

function bodyOf(event) {
  const text = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8").toString();
  let body;
  try {
    body = JSON.parse(text || "{}");
  } catch {
    throw new Refusal(400, "the body must be JSON");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refusal(400, "the body must be a JSON object");
  }
  return body;
}

/** A name in the form that Cognito takes; nothing where the route needs none. */
function nameIn(input, name, needs) {
  if (!needs.includes(name)) return undefined;
  const text = input[name];
  if (text === undefined || text === null || text === "") {
    throw new Refusal(400, `${needs.join(" and ")} ${needs.length > 1 ? "are" : "is"} required`);
  }
  if (typeof text !== "string" || !/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(text)) {
    throw new Refusal(400, `${name} must have 1 to 128 characters, none of them blank`);
  }
  return text;
}

function limitOf(input) {
  const limit = input.limit || "25";
  if (!/^\d{1,2}$/.test(limit) || limit < 1 || limit > 60) throw new Refusal(400, "limit must be a number from 1 to 60");
  return Number(limit);
}

function tokenOf(input) {
  const token = input.token || undefined;
  if (token !== undefined && !/^\S{1,131072}$/.test(token)) throw new Refusal(400, "token must be one that was given");
  return token;
}

function refused(error) {
  if (error instanceof Refusal) return { status: error.status, body: { message: error.message } };
  const known = Object.hasOwn(KNOWN, error?.name) ? KNOWN[error.name] : [500, "Internal Server Error"];
  const [status, message = error.message] = known;
  return { status, body: { message } };
}
