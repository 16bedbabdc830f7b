// What a web app does with the official client, against the outputs of the deployed stack.
//   node client.mts OUTPUTS URL USER PASSWORD
// Names of AWS's hosts lead to the stand-in at URL, those of its own API Gateway to the same machine, as they are.
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { Amplify } from "aws-amplify";
import { del, get, head, patch, post, put } from "aws-amplify/api";
import { fetchAuthSession, signIn } from "aws-amplify/auth";
import { parseAmplifyConfig } from "aws-amplify/utils";

const [path, url, user, password] = process.argv.slice(2) as [string, string, string, string];

/** Asks the stand-in under the name of the API's host, which the signature holds. */
function call(asked: URL, init: RequestInit): Promise<Response> {
  const { method, headers, body } = init;
  const { hostname, port } = new URL(url);
  const options = { hostname, port, servername: "localhost", method, path: asked.pathname + asked.search };
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, headers: { ...(headers as object), host: asked.host } }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      const empty = method === "HEAD" || answer.statusCode === 204;
      resolve(new Response(empty ? null : Buffer.concat(parts), { status: answer.statusCode! }));
    });
    sent.on("error", reject).end(body as string | undefined);
  });
}

const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const asked = new URL(String(input));
  if (/^\w+\.execute-api\./.test(asked.hostname)) return call(asked, init!);
  return fetch(new URL(asked.pathname + asked.search, url), init);
};

// as the documentation of Amplify has it
const outputs = JSON.parse(readFileSync(path, "utf8"));
const config = parseAmplifyConfig(outputs);
Amplify.configure({ ...config, API: { ...config.API, REST: outputs.custom.API } });

const found: Record<string, unknown> = {};

/** What the function was asked, or the status of a refusal. */
async function note(name: string, operation: { response: Promise<{ body: { json(): Promise<unknown> } }> }) {
  try {
    const told = (await (await operation.response).body.json()) as { method: string; path: string };
    found[name] = [told.method, told.path];
  } catch (error) {
    const { response } = error as { response?: { statusCode: number } };
    if (!response) throw error;
    found[name] = response.statusCode;
  }
}

const shop = (path: string, options = {}) => ({ apiName: "shop", path, options });
const body = { text: "note" };

await note("guest get", get(shop("/items/42")));
await note("guest post", post(shop("/items", { body })));
await note("guest hook", post(shop("/hook", { body })));

await signIn({ username: user, password });
await note("user get", get(shop("/notes/7")));
await note("user post", post(shop("/notes/7", { body })));
await note("user put", put(shop("/notes/7", { body })));
await note("user patch", patch(shop("/notes/7", { body })));
await note("user del", del(shop("/notes/7") as Parameters<typeof del>[0]) as never);
found["user head"] = (await head(shop("/notes/7")).response).statusCode;
await note("user query", get(shop("/items", { queryParams: { a: "1", b: "x y/z" } })));
await note("user put item", put(shop("/items/42", { body })));
await note("user admins", get(shop("/orders/7")));

const { tokens } = await fetchAuthSession();
const headers = { Authorization: tokens!.idToken!.toString() };
const account = await get(shop("/account", { headers })).response;
found["user account"] = ((await account.body.json()) as { claims: { email: string } }).claims.email;
await note("user account signed", get(shop("/account")));
await note("other api", get({ apiName: "reports", path: "/any" }));
console.log(JSON.stringify(found));
