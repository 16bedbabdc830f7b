// What a web app does with the official client and the emitted functions, against the outputs of the deployed stack.
//   node client.mts OUTPUTS URL ADMIN USER PASSWORD
// Names of AWS's hosts lead to the stand-in at URL; nothing else is changed.
import { readFileSync } from "node:fs";
import { Amplify } from "aws-amplify";
import { get, post } from "aws-amplify/api";
import { fetchAuthSession, signIn, signOut } from "aws-amplify/auth";
import { parseAmplifyConfig } from "aws-amplify/utils";
import * as admins from "./amp.out/client/typescript/admin/AdminQueries.ts";
import * as helpdesk from "./amp.out/client/typescript/admin/helpdesk.ts";

const [path, url, admin, user, password] = process.argv.slice(2) as [string, string, string, string, string];

const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const asked = new URL(String(input));
  const api = /^(\w+)\.execute-api\./.exec(asked.hostname)?.[1];
  const there = api ? `/_aws/execute-api/${api}/$default${asked.pathname}` : asked.pathname;
  return fetch(new URL(there + asked.search, url), init);
};

const outputs = JSON.parse(readFileSync(path, "utf8"));
const config = parseAmplifyConfig(outputs);
Amplify.configure({ ...config, API: { ...config.API, REST: outputs.custom.API } });

/** What a refused call says. */
async function refused(call: Promise<unknown>): Promise<unknown> {
  try {
    return ["allowed", await call];
  } catch (error) {
    const { response, message } = error as { response?: { statusCode: number; body: string }; message: string };
    return response ? [response.statusCode, JSON.parse(response.body)] : message;
  }
}

const found: Record<string, unknown> = { "signed out": await refused(admins.listUsers()) };

await signIn({ username: admin, password });
const { username: me } = (await fetchAuthSession()).tokens!.accessToken.payload as { username: string };

// as the documentation of the Amplify CLI has it
const token = (await fetchAuthSession()).tokens!.accessToken.toString();
const headers = { "Content-Type": "application/json", Authorization: token };
const body = { username: user, groupname: "support" };
const added = await post({ apiName: "AdminQueries", path: "/addUserToGroup", options: { headers, body } }).response;
found.added = await added.body.json();
const queryParams = { groupname: "support", limit: "10" };
const listed = await get({ apiName: "AdminQueries", path: "/listUsersInGroup", options: { headers, queryParams } }).response;
const { Users } = (await listed.body.json()) as unknown as { Users: { Username: string }[] };
found.listed = Users.some((it) => it.Username === user);

// the emitted functions
found.groups = (await admins.listGroupsForUser({ username: user })).Groups.map((group) => group.GroupName);
found.removed = await admins.removeUserFromGroup(body);
found.disabled = await admins.disableUser({ username: user });
found.enabledNow = (await admins.getUser({ username: user })).Enabled;
found.enabled = await admins.enableUser({ username: user });
const first = await admins.listUsers({ limit: 1 });
const second = await admins.listUsers({ limit: 1, token: first.NextToken });
found.pages = first.Users[0]!.Username !== second.Users[0]!.Username;
found.members = (await admins.listUsersInGroup({ groupname: "admin" })).Users.map((it) => it.Username);
found.precedence = (await admins.listGroups({ limit: 60 })).Groups.map((group) => group.Precedence);
found.unknown = await refused(admins.getUser({ username: "nobody" }));
found.helpdesk = await refused(helpdesk.listUsers());
found.signedOut = await admins.signUserOut({ username: me });
found.me = me;
await signOut();

await signIn({ username: user, password });
found.plain = await refused(admins.disableUser({ username: me }));
console.log(JSON.stringify(found));
