import { defineFunction, secret } from "@aws-amplify/backend";
export const big = defineFunction({
  entry: "./big.ts",
  timeoutSeconds: 60,
  memoryMB: 1024,
  ephemeralStorageSizeMB: 1024,
  runtime: 24,
  architecture: "arm64",
  environment: { FOO: "bar", SEC: secret("MY_SEC") },
  schedule: [
    "every 5m",
    "every 2h",
    "every day",
    "every week",
    "every month",
    "every year",
    "0 9 ? * 2 *",
    "0 9 1 * ?",
    { cron: "0 9 * * ?", timezone: "Europe/Berlin", description: "d" },
    { rate: "every 3h", timezone: "Europe/Berlin" },
  ],
  layers: {
    sharp: "SharpLayer:1",
    pt: "arn:aws:lambda:us-east-1:094274105915:layer:AWSLambdaPowertoolsTypeScriptV2:11",
  },
  bundling: { minify: false },
  logging: { format: "json", level: "debug", retention: "2 weeks" },
  resourceGroupName: "data",
});
export const named = defineFunction({ name: "my-named fn", logging: { retention: "1 day" } });
export const cronf = defineFunction({
  name: "cron_f",
  schedule: "*/5 * * * ?",
  logging: { format: "text" },
  durableConfig: { executionTimeoutSeconds: 600 },
});
export const jsonlog = defineFunction({
  name: "jsonlog",
  entry: "./handler.ts",
  logging: { format: "json" },
  resourceGroupName: "custom",
});
