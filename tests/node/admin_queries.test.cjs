// The handler of admin queries, given by HANDLER, with the events that API Gateway hands over. Cognito is played here:
// `answers` says what it answers to a command, and `calls` is what it was asked.
"use strict";

const assert = require("node:assert/strict");
const { createRequire } = require("node:module");
const { beforeEach, test } = require("node:test");

process.env.AMP_ADMIN_USER_POOL = "eu-west-1_aBcDeFgHi";
process.env.AMP_ADMIN_GROUPS = '["admin","support"]';
const ALL = [
  "addUserToGroup", "removeUserFromGroup", "confirmUserSignUp", "disableUser", "enableUser", "signUserOut", "getUser",
  "listUsers", "listGroups", "listGroupsForUser", "listUsersInGroup",
]; // prettier-ignore
process.env.AMP_ADMIN_ROUTES = JSON.stringify(ALL);
process.env.AWS_ACCESS_KEY_ID = process.env.AWS_SECRET_ACCESS_KEY = "none";

const near = createRequire(process.env.HANDLER);
const { CognitoIdentityProviderClient } = near("@aws-sdk/client-cognito-identity-provider");
let calls, answers, lines;
CognitoIdentityProviderClient.prototype.send = async function (command) {
  const name = command.constructor.name.replace("Command", "");
  calls.push([name, JSON.parse(JSON.stringify(command.input))]);
  if (answers[name] instanceof Error) throw answers[name];
  return { $metadata: { requestId: "secret" }, ...answers[name] };
};
console.log = (line) => lines.push(line);
const { handler } = near(process.env.HANDLER);

beforeEach(() => {
  [calls, lines, answers] = [[], [], {}];
});

const SCOPE = "aws.cognito.signin.user.admin";
const isWrite = (route) => !/^(get|list)/.test(route);

/** As API Gateway makes texts of what a token says. */
const flat = (value) => (Array.isArray(value) ? `[${value.map(flat).join(" ")}]` : String(value));
const encoded = (token) => `head.${Buffer.from(JSON.stringify(token)).toString("base64url")}.signature`;

/** The event of a call with an access token of somebody in these groups. */
function event(route, input, groups = ["admin"], change = {}) {
  const token = { sub: "s-1", token_use: "access", scope: SCOPE, username: "boss", client_id: "c", jti: "j", ...change };
  if (groups) token["cognito:groups"] = groups;
  const claims = Object.fromEntries(Object.entries(token).map(([name, value]) => [name, flat(value)]));
  const method = isWrite(route) ? "POST" : "GET";
  return {
    version: "2.0",
    routeKey: `${method} /${route}`,
    rawPath: `/${route}`,
    headers: { authorization: encoded(token), "content-type": "application/json" },
    requestContext: { http: { method, path: `/${route}` }, authorizer: { jwt: { claims, scopes: [SCOPE] } } },
    isBase64Encoded: false,
    ...(isWrite(route) ? { body: JSON.stringify(input ?? {}) } : { queryStringParameters: input }),
  };
}

async function ask(asked) {
  const answer = await handler(asked);
  assert.equal(answer.headers["content-type"], "application/json");
  return [answer.statusCode, JSON.parse(answer.body)];
}

/** Asks, and expects a refusal in which Cognito is not asked. */
async function refuses(asked, status, message) {
  const found = await ask(asked);
  assert.deepEqual(calls, []);
  assert.deepEqual(found, [status, { message }]);
}

const FORBIDDEN = "User does not have permissions to perform administrative tasks";
const pool = { UserPoolId: "eu-west-1_aBcDeFgHi" };
const ANN = { username: "ann", groupname: "EDITORS" };

test("each route asks Cognito for one thing, and answers as the CLI's", async () => {
  const written = {
    addUserToGroup: ["AdminAddUserToGroup", { Username: "ann", GroupName: "EDITORS" }, "Success adding ann to EDITORS"],
    removeUserFromGroup: ["AdminRemoveUserFromGroup", { Username: "ann", GroupName: "EDITORS" }, "Removed ann from EDITORS"],
    confirmUserSignUp: ["AdminConfirmSignUp", { Username: "ann" }, "Confirmed ann registration"],
    disableUser: ["AdminDisableUser", { Username: "ann" }, "Disabled ann"],
    enableUser: ["AdminEnableUser", { Username: "ann" }, "Enabled ann"],
  };
  for (const [route, [command, input, message]] of Object.entries(written)) {
    calls = [];
    assert.deepEqual(await ask(event(route, ANN)), [200, { message }]);
    assert.deepEqual(calls, [[command, { ...pool, ...input }]]);
  }
  calls = [];
  assert.deepEqual(await ask(event("signUserOut", { username: "boss" })), [200, { message: "Signed out boss from all devices" }]);
  assert.deepEqual(calls, [["AdminUserGlobalSignOut", { ...pool, Username: "boss" }]]);
});

test("what is read comes without what is the service's own", async () => {
  const created = new Date(0);
  const group = { GroupName: "EDITORS", Description: "d", UserPoolId: "p", RoleArn: "r", Precedence: 1, CreationDate: created };
  answers = {
    AdminGetUser: { Username: "ann", Enabled: true, UserStatus: "CONFIRMED", UserCreateDate: created },
    ListUsers: { Users: [{ Username: "ann" }], PaginationToken: "more" },
    ListGroups: { Groups: [group], NextToken: "more" },
    AdminListGroupsForUser: { Groups: [group], NextToken: "more" },
    ListUsersInGroup: { Users: [{ Username: "ann" }], NextToken: "more" },
  };
  const at = "1970-01-01T00:00:00.000Z";
  const found = {
    getUser: { Username: "ann", Enabled: true, UserStatus: "CONFIRMED", UserCreateDate: at },
    listUsers: { Users: [{ Username: "ann" }], NextToken: "more" },
    listGroups: { Groups: [{ GroupName: "EDITORS", Description: "d", Precedence: 1, CreationDate: at }], NextToken: "more" },
    listGroupsForUser: { Groups: [{ GroupName: "EDITORS", Description: "d" }], NextToken: "more" },
    listUsersInGroup: { Users: [{ Username: "ann" }], NextToken: "more" },
  };
  for (const [route, body] of Object.entries(found)) assert.deepEqual(await ask(event(route, ANN)), [200, body]);
  assert.deepEqual(calls.map(([name]) => name), Object.keys(answers));
});

test("an empty page is a page", async () => {
  for (const [route, key] of Object.entries({ listUsers: "Users", listUsersInGroup: "Users", listGroups: "Groups", listGroupsForUser: "Groups" })) {
    assert.deepEqual(await ask(event(route, ANN)), [200, { [key]: [] }]);
  }
});

test("pages: 25 by default, 60 at most, and the token of the page before", async () => {
  const paged = { listUsers: "PaginationToken", listGroups: "NextToken", listGroupsForUser: "NextToken", listUsersInGroup: "NextToken" };
  for (const [route, token] of Object.entries(paged)) {
    calls = [];
    await ask(event(route, ANN));
    await ask(event(route, { ...ANN, limit: "60", token: "a+/=" }));
    assert.deepEqual(calls.map(([, input]) => [input.Limit, input[token]]), [[25, undefined], [60, "a+/="]]);
    calls = [];
    for (const limit of ["0", "61", "-1", "1e1", "ten", "1,2", "100", "1.5", " 1"]) {
      await refuses(event(route, { ...ANN, limit }), 400, "limit must be a number from 1 to 60");
    }
    for (const token of ["a b", "x".repeat(131073)]) {
      await refuses(event(route, { ...ANN, token }), 400, "token must be one that was given");
    }
  }
});

test("members of each admin group may, in any order", async () => {
  for (const groups of [["admin"], ["support"], ["a", "admin"], ["admin", "z"], ["[x", "admin", "y]"]]) {
    assert.equal((await ask(event("listGroups", undefined, groups)))[0], 200, groups.join());
  }
});

test("a group is told by its whole name", async () => {
  const others = [
    "Admin", "admins", "xadmin", "x,admin", "admin,x", "[admin]", "[admin", "admin]", "x admin", "admin x", "[x admin]",
    "support,admin", "", " ", "admin\u0000", "\u0430dmin", '"admin"', "*", "NONE", "undefined", "constructor", "__proto__",
  ]; // prettier-ignore
  for (const group of others) {
    for (const groups of [[group], ["x", group], [group, "x"]]) {
      for (const route of ALL.filter((route) => route !== "signUserOut")) {
        await refuses(event(route, ANN, groups), 403, FORBIDDEN);
      }
    }
  }
});

test("of any groups, the whole names decide", async () => {
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const parts = ["admin", "support", "a", ",", "[", "]", " ", '"', "\\", "x"];
  const name = () => Array.from({ length: 1 + random(3) }, () => parts[random(parts.length)]).join("");
  let allowed = 0;
  for (let count = 0; count < 5000; count++) {
    const groups = Array.from({ length: random(4) }, name);
    const may = groups.includes("admin") || groups.includes("support");
    allowed += may;
    assert.equal((await ask(event("listGroups", {}, groups)))[0], may ? 200 : 403, JSON.stringify(groups));
  }
  assert.ok(allowed > 200 && allowed < 4800);
});

test("who is in no group, or whose groups cannot be told, may nothing", async () => {
  for (const groups of [null, []]) await refuses(event("listUsers", {}, groups), 403, FORBIDDEN);
  // texts that no list of groups gives, with a token that says the same, another one, or none
  for (const claim of ["admin", "admin,x", "[admin", "admin]", '["admin"]', "[[admin]]", "[x]", "", "[", "]", "[]", "admin x"]) {
    for (const groups of [claim, ["admin"], null]) {
      const asked = event("listUsers", {}, groups);
      asked.requestContext.authorizer.jwt.claims["cognito:groups"] = claim;
      await refuses(asked, 403, FORBIDDEN);
    }
  }
  const claimed = () => event("listUsers", {});
  for (const authorization of [undefined, "", "x", "a.b.c", encoded({}), encoded(null), encoded({ "cognito:groups": "admin" }), encoded({ "cognito:groups": { join: 1 } })]) {
    await refuses({ ...claimed(), headers: { authorization } }, 403, FORBIDDEN);
  }
  await refuses({ ...claimed(), headers: undefined }, 403, FORBIDDEN);
});

test("with `Bearer` in front, a token says the same", async () => {
  const asked = event("listGroups");
  asked.headers.authorization = `Bearer ${asked.headers.authorization}`;
  assert.equal((await ask(asked))[0], 200);
});

test("only access tokens with their scope", async () => {
  const wrong = [
    { token_use: "id" }, { token_use: undefined }, { scope: undefined }, { scope: "openid profile" },
    { scope: `${SCOPE}.x` }, { scope: `x${SCOPE}` }, { scope: "" },
  ]; // prettier-ignore
  for (const change of wrong) {
    for (const route of ALL) await refuses(event(route, { ...ANN, username: "boss" }, ["admin"], change), 401, "Unauthorized");
  }
  assert.equal((await ask(event("listGroups", {}, ["admin"], { scope: `openid ${SCOPE} phone` })))[0], 200);
  calls = [];
  for (const authorizer of [undefined, null, {}, { jwt: {} }, { iam: {} }, { lambda: { token_use: "access" } }]) {
    const asked = event("listUsers");
    asked.requestContext.authorizer = authorizer;
    await refuses(asked, 401, "Unauthorized");
  }
});

test("everybody may sign themselves out, and nobody else", async () => {
  for (const groups of [null, ["x"], ["admin"]]) {
    calls = [];
    assert.equal((await ask(event("signUserOut", { username: "boss" }, groups)))[0], 200);
    calls = [];
    for (const username of ["ann", "Boss", "s-1", "boss/x", "x/boss", "xboss"]) {
      await refuses(event("signUserOut", { username }, groups), 400, "only the user can sign themselves out");
    }
  }
});

test("names are texts in Cognito's form", async () => {
  const both = "username and groupname are required";
  const absent = [{}, { username: "" }, { username: null }, { groupname: "g" }, { __proto__: { username: "a", groupname: "b" } }];
  for (const input of absent) await refuses(event("addUserToGroup", input), 400, both);
  for (const route of ["disableUser", "getUser", "listGroupsForUser"]) await refuses(event(route, {}), 400, "username is required");
  await refuses(event("getUser", undefined), 400, "username is required");
  await refuses(event("listUsersInGroup", { username: "a" }), 400, "groupname is required");
  const form = "username must have 1 to 128 characters, none of them blank";
  for (const username of [1, true, ["ann"], { a: 1 }, "a b", "a\n", "a\u0000", "x".repeat(129), "x".repeat(1e6)]) {
    await refuses(event("addUserToGroup", { username, groupname: "g" }), 400, form);
  }
  const long = "\u{1F600}".repeat(128);
  assert.equal((await ask(event("disableUser", { username: long })))[0], 200);
});

test("bodies are JSON objects, as text or base64", async () => {
  const asked = event("disableUser");
  const body = '{"username":"a\u00fc"}';
  assert.equal((await ask({ ...asked, body }))[0], 200);
  assert.equal((await ask({ ...asked, body: Buffer.from(body).toString("base64"), isBase64Encoded: true }))[0], 200);
  assert.deepEqual(calls.map(([, input]) => input.Username), ["a\u00fc", "a\u00fc"]);
  calls = [];
  for (const text of ["{", "username=ann", '{"username":"a"', "\u0000", "{'a':1}"]) {
    await refuses({ ...asked, body: text }, 400, "the body must be JSON");
  }
  for (const text of ["[]", "1", "null", '"ann"', "true"]) await refuses({ ...asked, body: text }, 400, "the body must be a JSON object");
  for (const none of [undefined, null, ""]) await refuses({ ...asked, body: none }, 400, "username is required");
  await refuses({ ...asked, body: "%%%", isBase64Encoded: true }, 400, "username is required");
});

test("what Cognito refuses is told, and nothing of what is inside", async () => {
  const failing = (name, message) => Object.assign(new Error(message), { name });
  const known = [
    ["UserNotFoundException", "User does not exist.", 404, "User does not exist."],
    ["ResourceNotFoundException", "User pool eu-west-1_aBcDeFgHi does not exist.", 404, "Group not found."],
    ["NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED", 400, "User cannot be confirmed. Current status is CONFIRMED"],
    ["InvalidParameterException", "Invalid pagination token", 400, "Invalid pagination token"],
    ["TooManyRequestsException", "Rate exceeded", 429, "Rate exceeded"],
    ["AccessDeniedException", "User: arn:aws:sts::1:assumed-role/x is not authorized", 500, "Internal Server Error"],
    ["UserLambdaValidationException", "PostConfirmation failed with error at /var/task", 500, "Internal Server Error"],
    ["TypeError", "x is not a function", 500, "Internal Server Error"],
    ["constructor", "odd", 500, "Internal Server Error"],
  ];
  for (const [name, message, status, told] of known) {
    answers.AdminDisableUser = failing(name, message);
    assert.deepEqual(await ask(event("disableUser", ANN)), [status, { message: told }]);
    // the log tells who tried what, and why it failed
    const { caller, username, error, reason } = JSON.parse(lines.at(-1));
    assert.deepEqual([caller, username, error, reason], ["s-1", "ann", name, message]);
  }
});

test("whatever comes, an answer goes back", async () => {
  for (const odd of [undefined, null, {}, { requestContext: null }, { routeKey: 1 }, "text", []]) {
    assert.ok([401, 500].includes((await ask(odd))[0]));
  }
  for (const routeKey of ["GET /addUserToGroup", "POST /listUsers", "POST /constructor", "POST /deleteUser", "$default", "POST addUserToGroup", "ANY /{proxy+}", undefined, 1]) {
    await refuses({ ...event("addUserToGroup", ANN), routeKey }, 404, "Not Found");
  }
  assert.deepEqual(calls, []);
});

for (const [variable, message, status] of [["AMP_ADMIN_GROUPS", FORBIDDEN, 403], ["AMP_ADMIN_ROUTES", "Not Found", 404]]) {
  test(`without ${variable} nobody may do anything`, async () => {
    const kept = process.env[variable];
    for (const text of [undefined, "", "admin", "listUsers", "{}", "[]", "null", '"admin"', "[1]", '[""]', '{"0":"admin"}']) {
      if (text === undefined) delete process.env[variable];
      else process.env[variable] = text;
      delete near.cache[near.resolve(process.env.HANDLER)];
      const { handler } = near(process.env.HANDLER);
      for (const groups of [["admin"], [""], ["1"], ["undefined"]]) {
        const answer = await handler(event("listUsers", {}, groups));
        assert.equal(answer.statusCode, status);
        assert.deepEqual(JSON.parse(answer.body), { message });
      }
    }
    process.env[variable] = kept;
    assert.deepEqual(calls, []);
  });
}
