// The emitted functions, each in a thread with its own environment, as Lambda gives it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Failure } from "./tables.js";
import { ACCOUNT, REGION } from "./template.js";

/** The functions of a deployment, by their ARNs. */
export class Functions {
  /** `issue(role, session)` gives an access key to a role; `aws` are addresses of services: `{AWS_ENDPOINT_URL_...}`. */
  constructor(stack, out, issue, aws) {
    this.calls = 0;
    this.running = new Map();
    this.found = new Map();
    for (const { name, stack: owner, properties } of stack.all("AWS::Lambda::Function")) {
      const id = owner.ref(name);
      this.found.set(owner.attribute(name, "Arn"), {
        file: join(out, properties.Code, "index.mjs"),
        properties,
        env: {
          ...properties.Environment?.Variables,
          ...aws,
          AWS_REGION: REGION,
          AWS_LAMBDA_FUNCTION_NAME: id,
          AWS_ACCESS_KEY_ID: issue(properties.Role, id),
          AWS_SECRET_ACCESS_KEY: "secret",
          AWS_SESSION_TOKEN: "session",
        },
      });
    }
  }

  /** Calls a function. What its handler gives or throws comes back. */
  async invoke(arn, payload) {
    this.calls += 1;
    const found = this.found.get(arn);
    if (!found || !existsSync(found.file)) {
      throw new Failure(`no function ${arn}`, "Lambda:ResourceNotFoundException");
    }
    if (!this.running.has(arn)) {
      this.running.set(arn, new Running(found));
    }
    return this.running.get(arn).call(payload);
  }

  async close() {
    await Promise.all([...this.running.values()].map((it) => it.worker.terminate()));
  }
}

const THREAD = `
const { parentPort, workerData } = require("node:worker_threads");
const loaded = import(workerData.url);
parentPort.on("message", async ({ id, payload }) => {
  try {
    const result = await (await loaded).handler(payload, { functionName: process.env.AWS_LAMBDA_FUNCTION_NAME });
    parentPort.postMessage({ id, result: JSON.parse(JSON.stringify(result ?? null)) });
  } catch (error) {
    parentPort.postMessage({ id, error: { message: String(error?.message ?? error), name: error?.name } });
  }
});
`;

class Running {
  constructor({ file, env }) {
    this.waiting = new Map();
    const workerData = { url: new URL(`file://${file}`).href };
    this.worker = new Worker(THREAD, { eval: true, env: { ...env, PATH: process.env.PATH }, workerData });
    this.worker.on("message", ({ id, result, error }) => {
      const { done, fail } = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) {
        fail(new Failure(error.message, "Lambda:Unhandled"));
      } else {
        done(result);
      }
    });
    this.worker.on("error", (error) => this.waiting.forEach(({ fail }) => fail(error)));
    this.next = 0;
  }

  call(payload) {
    this.next += 1;
    const id = this.next;
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.worker.postMessage({ id, payload: JSON.parse(JSON.stringify(payload)) });
    });
  }
}

/** The pool's service: it knows `AdminAddUserToGroup`, and whom the caller's role lets do it. */
export class Cognito {
  constructor(stack, principals) {
    this.stack = stack;
    this.principals = principals;
    this.members = [];
  }

  /** The answer to a request with a body of JSON: `[status, body]`. */
  answer(headers, body) {
    const principal = this.principals.get(accessKey(headers.authorization));
    const action = headers["x-amz-target"].split(".").at(-1);
    const pool = `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${body.UserPoolId}`;
    if (!principal || !this.stack.allows(principal.role, `cognito-idp:${action}`, pool)) {
      const message = `User: ${principal?.userArn} is not authorized to perform: cognito-idp:${action} on resource: ${pool}`;
      return [400, { __type: "AccessDeniedException", message }];
    }
    const pools = this.stack.all("AWS::Cognito::UserPool").map((it) => it.stack.ref(it.name));
    const groups = this.stack.all("AWS::Cognito::UserPoolGroup").map((it) => it.properties.GroupName);
    if (
      action !== "AdminAddUserToGroup" ||
      !pools.includes(body.UserPoolId) ||
      !groups.includes(body.GroupName)
    ) {
      return [400, { __type: "ResourceNotFoundException", message: "Group not found." }];
    }
    this.members.push([body.Username, body.GroupName]);
    return [200, {}];
  }
}

/** The access key of a signed request. */
export function accessKey(authorization) {
  return /Credential=([^/]+)\//.exec(authorization ?? "")?.[1];
}
