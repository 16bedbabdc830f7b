// Puts requests to the policies of roles, by way of @cloud-copilot/iam-simulate, and says where it does not come to what is
// expected:   node simulate.mjs FILE
// FILE holds [{role, user, policies, requests: [[action, bucket, key or prefix, bucket's policy, allowed]]}].
import { readFileSync } from "node:fs";
import { runSimulation } from "@cloud-copilot/iam-simulate";

// The simulator knows keys of the service that is asked, and global ones. The user's id in the identity pool is neither: a
// global key stands for it, in policies and requests alike.
const OWN_ID = "${cognito-identity.amazonaws.com:sub}";
const KEY = "aws:userid";

const ACCOUNT = "123456789012";
const roles = JSON.parse(readFileSync(process.argv[2], "utf8").replaceAll(OWN_ID, `\${${KEY}}`));
let asked = 0;
let wrong = 0;
for (const { role, user, policies, requests } of roles) {
  const identityPolicies = policies.map((policy, index) => ({ name: `${index}`, policy }));
  for (const [action, bucket, key, resourcePolicy, allowed] of requests) {
    const lists = action === "s3:ListBucket";
    const contextVariables = { "aws:SecureTransport": "true" };
    if (user) contextVariables[KEY] = user;
    if (lists && key !== null) contextVariables["s3:prefix"] = key;
    const request = {
      action,
      principal: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`,
      resource: { accountId: ACCOUNT, resource: lists ? bucket : `${bucket}/${key}` },
      contextVariables,
    };
    const answer = await runSimulation(
      { request, identityPolicies, serviceControlPolicies: [], resourceControlPolicies: [], resourcePolicy },
      {},
    );
    if (answer.resultType !== "single") throw new Error(JSON.stringify([request, answer.errors ?? answer]));
    asked += 1;
    if ((answer.overallResult === "Allowed") !== allowed) {
      wrong += 1;
      if (wrong < 20) console.error(`${role} ${action} ${key} in ${bucket}: ${answer.overallResult}`);
    }
  }
}
console.log(`${asked} requests, ${wrong} answered otherwise`);
process.exit(wrong > 0 || asked === 0 ? 1 : 0);
