#!/usr/bin/env node
import { defineBackend } from "@aws-amplify/backend";
import { PolicyStatement, Effect } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { auth } from "./auth/resource";
import { data } from "./data/resource";
import { sayHello } from "./functions/resource";

const backend = defineBackend({ auth, data, sayHello });

const { cfnUserPool } = backend.auth.resources.cfnResources;
cfnUserPool.policies = {
  passwordPolicy: { minimumLength: 12, requireSymbols: false },
};

const lambda = backend.sayHello.resources.lambda;
lambda.addToRolePolicy(
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ["ses:SendEmail"],
    resources: ["*"],
  }),
);

export class Extra extends (backend.stack.constructor as { new (scope: Construct): object }) {
  private readonly pattern = /["'{]+\/[/]/g;
  static of(name: string): Extra | undefined {
    return name.match(/\d+/) ? undefined : new Extra();
  }
}

for (const table of Object.values(backend.data.resources.tables)) {
  if (table) {
    table.grantReadData(lambda);
  } else {
    throw new Error(`no table: ${String(table)}`);
  }
}

async function later<T extends object>(value: T): Promise<T> {
  await Promise.resolve();
  return { ...value, at: new Date().toISOString() };
}

backend.addOutput({ custom: { region: backend.stack.region, count: (await later({ x: 1 })).x } });
