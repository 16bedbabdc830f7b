// The emitted API, running: the published simulator of AppSync for schema, directives, scalars and the protocol, with
// an adapter in place of its templates that runs the emitted APPSYNC_JS against dynalite and the emitted functions.
//
// What the simulator does not do as AppSync does, and what is done here instead:
// - it knows no callers by Lambda, and its IAM callers have no identity: callers are recognized here, before it
// - it does not ask whether an IAM caller's role may call an operation: here it is asked
// - it knows neither APPSYNC_JS nor what AppSync does after a failed condition: utils.js and tables.js
// - it gives subscribers all of the item that a mutation's resolver gives, if their variables are equal to it, and runs the
//   resolvers of its fields again: here they get what the caller of the mutation got, if the resolver's filter lets it pass
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { recognize } from "./callers.js";
import { Cognito, Functions } from "./functions.js";
import { delivered } from "./subscriptions.js";
import { Failure, create, execute, server } from "./tables.js";
import { ACCOUNT, deployed } from "./template.js";
import { Early, Stop, run } from "./utils.js";

const require = createRequire(import.meta.url);
const SIMULATOR = "@aws-amplify/amplify-appsync-simulator";
const { AmplifyAppSyncSimulator } = require(SIMULATOR);
const { exposeGraphQLErrors } = require(`${SIMULATOR}/lib/utils/expose-graphql-errors`);
const { getOperationAST, isObjectType, defaultFieldResolver, valueFromASTUntyped } = require("graphql");
const { execute: executeOperation, print, validate } = require("graphql");
const runner = require(`${SIMULATOR}/lib/utils/graphql-runner/query-and-mutation`);
const CALLER = "x-caller";
// the simulator wants templates, and never uses them
const REPLACED = {
  kind: "UNIT",
  dataSourceName: "none",
  requestMappingTemplate: "$null",
  responseMappingTemplate: "$null",
};

// its own way of recognizing callers; the callers are in a header that `Api.judge` sets
const callers = new Map();
require(`${SIMULATOR}/lib/utils/auth-helpers/current-auth-mode`).getAuthorizationMode = (headers) => {
  const caller = callers.get(headers[CALLER]);
  if (!caller) {
    throw new Error("UnauthorizedException: You are not authorized to make this call.");
  }
  return caller.mode;
};
require(`${SIMULATOR}/lib/utils/auth-helpers/helpers`).extractIamToken = () => undefined;

// subscribers are told of what comes of mutations
const running = new Map();
const { runQueryOrMutation } = runner;
runner.runQueryOrMutation = async (schema, document, variables, operation, context) => {
  const answer = await runQueryOrMutation(schema, document, variables, operation, context);
  await running.get(schema)?.publish(document, operation, answer.data);
  return answer;
};

const copy = (value) => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** A deployed backend with data. */
export class Api {
  static async start(out) {
    const api = new this();
    const port = await freePort();
    api.out = out;
    api.endpoint = `http://localhost:${port}/graphql`;
    api.stack = api.deployed(out, { endpoint: api.endpoint });
    api.principals = new Map();
    api.calls = [];
    api.subscribed = 0;
    await api.services(port);
    return api;
  }

  /** The names of a table's key. */
  tableKey(table) {
    const { properties } = this.stack
      .all("AWS::DynamoDB::Table")
      .find((it) => it.stack.ref(it.name) === table);
    return properties.KeySchema.map((it) => it.AttributeName);
  }

  deployed(out, given) {
    return deployed(out, given);
  }

  /** Makes the tables. `this.tables`: the ARN of each. */
  async store() {
    this.dynamo = await server();
    this.tables = new Map();
    for (const { name, stack, properties } of this.stack.all("AWS::DynamoDB::Table")) {
      const id = stack.ref(name);
      this.tables.set(id, stack.attribute(name, "Arn"));
      await create(this.dynamo.client, id, properties);
    }
  }

  async services(port) {
    await this.store();
    this.cognito = new Cognito(this.stack, this.principals);
    this.aws = createServer((request, response) => this.answer(request, response));
    await new Promise((done) => this.aws.listen(0, "127.0.0.1", done));
    const address = `http://127.0.0.1:${this.aws.address().port}`;
    const issue = (role, session) => this.issue(role, session).accessKeyId;
    this.functions = new Functions(this.stack, this.out, issue, { AWS_ENDPOINT_URL: address });
    await this.load();
    await this.simulate(port);
  }

  async close() {
    await this.simulator.stop();
    this.simulator._server._httpServer.closeAllConnections();
    this.aws?.closeAllConnections();
    this.aws?.close();
    await this.functions.close();
    await this.dynamo.close();
    rmSync(this.folder, { recursive: true });
  }

  answer(request, response) {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const [status, body] = this.cognito.answer(
        request.headers,
        JSON.parse(Buffer.concat(chunks).toString()),
      );
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(body));
    });
  }

  /** Credentials of a role, as STS gives them. `cognito` is what is known of a caller from the identity pool. */
  issue(role, session, cognito = {}) {
    const name = role.split("/").at(-1);
    const accessKeyId = `ASIA${String(this.principals.size).padStart(16, "0")}`;
    const userArn = `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`;
    const identity = {
      accountId: ACCOUNT,
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      cognitoIdentityAuthType: null,
      cognitoIdentityAuthProvider: null,
      sourceIp: ["127.0.0.1"],
      username: `AROA${accessKeyId.slice(4)}:${session}`,
      userArn,
      ...cognito,
    };
    this.principals.set(accessKeyId, { role, userArn, identity });
    return { accessKeyId, secretAccessKey: "secret", sessionToken: "session" };
  }

  // The resolvers.

  /** Loads the code of the templates. `this.fields`: what is behind `Query:getPost`. */
  async load() {
    this.folder = mkdtempSync(join(tmpdir(), "appsync-"));
    const utils = join(this.folder, "node_modules", "@aws-appsync", "utils");
    mkdirSync(utils, { recursive: true });
    writeFileSync(join(utils, "package.json"), '{"type": "module", "exports": "./index.js"}');
    const model = pathToFileURL(fileURLToPath(new URL("utils.js", import.meta.url))).href;
    writeFileSync(join(utils, "index.js"), `export { util, runtime, extensions } from "${model}";\n`);
    const api = this.stack.only("AWS::AppSync::GraphQLApi");
    this.api = api.properties;
    this.apiArn = api.stack.attribute(api.name, "Arn");
    const sources = this.stack.all("AWS::AppSync::DataSource");
    this.sources = new Map(sources.map((it) => [it.properties.Name, it.properties]));
    this.steps = new Map();
    for (const { name, stack, properties } of this.stack.all("AWS::AppSync::FunctionConfiguration")) {
      this.steps.set(
        stack.attribute(name, "FunctionId"),
        await this.step(properties, "Function", properties.Name),
      );
    }
    this.fields = new Map();
    for (const { properties } of this.stack.all("AWS::AppSync::Resolver")) {
      const { TypeName, FieldName } = properties;
      this.fields.set(`${TypeName}:${FieldName}`, {
        ...(await this.step(properties, TypeName, FieldName)),
        code: properties.Code,
        functions: properties.PipelineConfig?.Functions?.map((id) => this.steps.get(id)),
      });
    }
  }

  async step(properties, type, field) {
    const file = join(this.folder, `${type}.${field}.mjs`);
    writeFileSync(file, properties.Code);
    const module = await import(pathToFileURL(file).href);
    return { module, source: properties.DataSourceName };
  }

  /** Has a field do something else, as long as `action` runs. `change` gives other code than what was emitted. */
  async changed(name, change, action) {
    const field = this.fields.get(name);
    const { module } = field;
    const code = change(field.code);
    if (code === field.code) {
      throw new Error(`nothing to change in ${name}:\n${code}`);
    }
    this.versions = (this.versions ?? 0) + 1;
    const file = join(this.folder, `changed.${this.versions}.mjs`);
    writeFileSync(file, code);
    field.module = await import(pathToFileURL(file).href);
    try {
      return await action();
    } finally {
      field.module = module;
    }
  }

  /** What a resolver gives for a field. */
  async resolve(field, source, args, context, info) {
    const call = {
      mode: context.requestAuthorizationMode,
      typeName: info.parentType.name,
      fieldName: info.fieldName,
      errors: [],
    };
    const caller = callers.get(context.headers[CALLER]);
    const ctx = {
      args: copy(args),
      arguments: copy(args),
      identity: copy(caller.identity),
      source: copy(source),
      request: { headers: copy(context.headers), domainName: null },
      stash: {},
      prev: null,
      result: null,
      error: null,
      info: {
        fieldName: info.fieldName,
        parentTypeName: info.parentType.name,
        variables: copy(info.variableValues),
      },
      env: this.api.EnvironmentVariables ?? {},
    };
    if (call.typeName !== "Query" && call.typeName !== "Mutation" && call.typeName !== "Subscription") {
      ctx.info.parentTypeName = call.typeName;
    } else {
      ctx.source = null;
    }
    try {
      const value = field.functions
        ? await this.pipeline(field, ctx, call)
        : await this.unit(field, ctx, call);
      context.subscriptionFilter = call.subscriptionFilter;
      return copy(value);
    } finally {
      context.appsyncErrors.push(...call.errors.map((error) => raised(error, info)));
    }
  }

  async unit(field, ctx, call) {
    try {
      return await this.handle(field, ctx, call);
    } catch (thrown) {
      if (thrown instanceof Early) {
        return thrown.value;
      }
      throw thrown;
    }
  }

  async handle(step, ctx, call) {
    const request = copy(run(step.module.request, ctx, call));
    ctx.error = null;
    ctx.result = null;
    try {
      ctx.result = await this.perform(this.sources.get(step.source), request);
    } catch (error) {
      if (!(error instanceof Failure)) {
        throw error;
      }
      ctx.error = { message: error.message, type: error.type };
      ctx.result = error.result;
    }
    return run(step.module.response, ctx, call);
  }

  async pipeline(field, ctx, call) {
    try {
      ctx.prev = { result: copy(run(field.module.request, ctx, call)) };
      for (const step of field.functions) {
        try {
          ctx.prev = { result: copy(await this.handle(step, ctx, call)) };
        } catch (thrown) {
          if (!(thrown instanceof Early)) {
            throw thrown;
          }
          ctx.prev = { result: copy(thrown.value) };
          if (thrown.skipTo === "END") {
            break;
          }
        }
      }
      ctx.result = ctx.prev.result;
      return run(field.module.response, ctx, call);
    } catch (thrown) {
      if (thrown instanceof Early) {
        return thrown.value;
      }
      throw thrown;
    }
  }

  /** Does what a request handler wants of a data source. */
  async perform(source, request) {
    switch (source?.Type) {
      case "NONE":
        return request.payload ?? null;
      case "AMAZON_DYNAMODB": {
        const table = source.DynamoDBConfig.TableName;
        this.calls.push({ table, request });
        const may = (action, name, index) =>
          this.stack.allows(
            source.ServiceRoleArn,
            action,
            this.tables.get(name) + (index ? `/index/${index}` : ""),
          );
        return execute(this.dynamo.client, table, request, may);
      }
      case "AWS_LAMBDA": {
        const arn = source.LambdaConfig.LambdaFunctionArn;
        if (!this.stack.allows(source.ServiceRoleArn, "lambda:InvokeFunction", arn)) {
          throw new Failure(
            "not authorized to perform lambda:InvokeFunction",
            "Lambda:AccessDeniedException",
          );
        }
        const answer = this.functions.invoke(arn, request.payload);
        if (request.invocationType === "Event") {
          this.later = answer;
          answer.catch(() => {});
          return null;
        }
        return answer;
      }
      default:
        throw new Error(`no data source ${JSON.stringify(source)}`);
    }
  }

  // The simulator.

  async simulate(port) {
    const mode = (given) => ({
      authenticationType: given.AuthenticationType,
      openIDConnectConfig: given.OpenIDConnectConfig,
    });
    const fields = [...this.fields.keys()].map((key) => key.split(":"));
    this.simulator = new AmplifyAppSyncSimulator({ port });
    this.simulator.init({
      schema: { content: readFileSync(this.schemaFile(), "utf8") },
      dataSources: [{ type: "NONE", name: "none" }],
      resolvers: fields.map(([typeName, fieldName]) => ({ ...REPLACED, typeName, fieldName })),
      appSync: {
        name: this.api.Name,
        defaultAuthenticationType: mode(this.api),
        additionalAuthenticationProviders: (this.api.AdditionalAuthenticationProviders ?? []).map(mode),
      },
    });
    for (const [key, field] of this.fields) {
      const resolve = async (source, args, context, info) => {
        if (info.operation.operation === "subscription" && info.path.prev) {
          return source[info.fieldName];
        }
        try {
          return await this.resolve(field, source, args, context, info);
        } catch (thrown) {
          throw raised(
            thrown instanceof Stop ? thrown.error : { message: String(thrown), type: "RuntimeError" },
            info,
          );
        }
      };
      this.simulator.resolvers.set(key, { resolve });
    }
    this.guard();
    this.subscriptions();
    const { _httpServer: http, _operationServer: operations } = this.simulator._server;
    http.removeAllListeners("request");
    http.on("request", (request, response) => this.judge(request, response, operations.app));
    await this.simulator.start();
  }

  schemaFile() {
    const { stack, properties } = this.stack.only("AWS::AppSync::GraphQLSchema");
    return join(stack.path, "..", properties.DefinitionS3Location);
  }

  /**
   * Asks an IAM caller's role for each operation, and the Lambda authorizer's list of denied fields. Amplify grants its
   * functions operations only, without the types that come back, and they get these: so no role is asked for those.
   */
  guard() {
    for (const type of Object.values(this.simulator.schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith("__")) {
        continue;
      }
      for (const field of Object.values(type.getFields())) {
        const resolve = field.resolve ?? defaultFieldResolver;
        field.resolve = (source, args, context, info) => {
          const caller = callers.get(context.headers[CALLER]);
          if (!this.may(caller, type.name, field.name)) {
            const message = `Not Authorized to access ${field.name} on type ${type.name}`;
            throw raised({ message, type: "Unauthorized" }, info);
          }
          return resolve(source, args, context, info);
        };
      }
    }
  }

  may(caller, type, field) {
    if (caller.mode === "AWS_IAM" && ["Query", "Mutation", "Subscription"].includes(type)) {
      return this.stack.allows(
        caller.role,
        "appsync:GraphQL",
        `${this.apiArn}/types/${type}/fields/${field}`,
      );
    }
    return !(caller.denied ?? []).includes(`${type}.${field}`);
  }

  subscriptions() {
    const { options } = this.simulator._server._realTimeSubscriptionServer.realtimeServer;
    const subscribe = options.onSubscribeHandler;
    options.onConnectHandler = async () => {};
    this.subscribe = async (document, variables, given, request) => {
      const headers = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]),
      );
      try {
        headers[CALLER] = this.remember(await recognize(this, headers));
      } catch (error) {
        return { errors: [{ errorType: "UnauthorizedException", message: error.message }] };
      }
      const answer = await subscribe(document, variables, headers, request);
      this.subscribed += answer.errors ? 0 : 1;
      return answer;
    };
    options.onSubscribeHandler = this.subscribe;
    const { schema, pubsub } = this.simulator;
    this.publishing = pubsub.publish.bind(pubsub);
    pubsub.publish = async () => {};
    running.set(schema, this);
    for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
      field.subscribe = (_source, _args, context) =>
        delivered(pubsub.asyncIterator(field.name), context.subscriptionFilter);
    }
  }

  /** Tells subscribers of the answer to an operation, if it is a mutation. */
  async publish(document, name, data) {
    const operation = getOperationAST(document, name);
    if (operation?.operation !== "mutation") {
      return;
    }
    const subscriptions = Object.values(this.simulator.schema.getSubscriptionType()?.getFields() ?? {});
    for (const node of operation.selectionSet.selections) {
      const event = data?.[node.alias?.value ?? node.name.value];
      const told = subscriptions.filter((it) => mutationsOf(it).includes(node.name.value));
      for (const field of event ? told : []) {
        await this.publishing(field.name, event);
      }
    }
  }

  remember(caller) {
    const id = `${callers.size}`;
    callers.set(id, caller);
    return id;
  }

  // Callers.

  /**
   * The answer to an operation of somebody who is known already, as `recognize` has it; of a subscription, the answer
   * to subscribing, and `filter`.
   */
  async ask(caller, document, variables) {
    const headers = { [CALLER]: this.remember(caller) };
    const context = { requestAuthorizationMode: caller.mode, jwt: caller.identity?.claims, headers };
    context.appsyncErrors = [];
    const { schema } = this.simulator;
    this.valid ??= new WeakSet();
    if (!this.valid.has(document)) {
      const wrong = validate(schema, document);
      if (wrong.length > 0) {
        throw new Error(`${wrong}: ${print(document)}`);
      }
      this.valid.add(document);
    }
    const { data, errors = [] } = await executeOperation(schema, document, null, context, variables);
    const answer = { data, errors: exposeGraphQLErrors([...errors, ...context.appsyncErrors]) };
    return { ...answer, filter: context.subscriptionFilter };
  }

  async judge(request, response, next) {
    try {
      request.headers[CALLER] = this.remember(await recognize(this, request.headers));
    } catch (error) {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(
        JSON.stringify({ errors: [{ errorType: "UnauthorizedException", message: error.message }] }),
      );
      return;
    }
    next(request, response);
  }
}

/** The mutations that a subscription is about. */
function mutationsOf(subscription) {
  const directive = subscription.astNode.directives.find((it) => it.name.value === "aws_subscribe");
  return directive?.arguments.flatMap((it) => valueFromASTUntyped(it.value)) ?? [];
}

/** An error as the simulator shows it, which is as AppSync does. */
function raised({ message, type, data, info: errorInfo }, info) {
  const path = [];
  for (let at = info.path; at; at = at.prev) {
    path.unshift(at.key);
  }
  const error = new Error(message);
  error.extensions = {
    message,
    errorType: type ?? null,
    data: data ?? null,
    errorInfo: errorInfo ?? null,
    path,
  };
  return error;
}
