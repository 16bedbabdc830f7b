// Amplify's API, running as ampc's does in tests/appsync: its templates as they were synthesized, its resolvers in VTL.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Api } from "../appsync/appsync/api.js";
import { create, execute, server } from "../appsync/appsync/tables.js";
import { ACCOUNT, REGION, Stack } from "../appsync/appsync/template.js";
import { module } from "./vtl.js";

/** The file in an assembly that CDK would upload to `location`. */
function fileOf(out, location) {
  const [hash] = /[0-9a-f]{64}/.exec(JSON.stringify(location));
  const assets = readdirSync(out).find((it) => it.endsWith(".assets.json"));
  return JSON.parse(readFileSync(join(out, assets), "utf8")).files[hash].source.path;
}

const TABLE = "Custom::AmplifyDynamoDBTable";

class Synthesized extends Stack {
  file(resource) {
    return fileOf(dirname(this.path), resource.Properties.TemplateURL);
  }

  make(name) {
    const resource = this.template.Resources[name];
    if (resource?.Type === TABLE && !this.made.has(name)) {
      const { tableName } = this.resolve(resource.Properties);
      const arn = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${tableName}`;
      this.made.set(name, [tableName, { TableArn: arn, TableStreamArn: `${arn}/stream/1` }]);
    }
    return super.make(name);
  }

  attribute(name, attribute) {
    if (this.template.Resources[name]?.Type === "AWS::CloudFormation::Stack") {
      return super.attribute(name, attribute);
    }
    return this.make(name)[1][attribute] ?? `${this.name}-${name}-${attribute}`;
  }
}

/** `GlobalSecondaryIndexes` of `globalSecondaryIndexes`, and so on. */
function capitalized(value) {
  if (Array.isArray(value)) {
    return value.map(capitalized);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([name]) => name !== "provisionedThroughput");
  return Object.fromEntries(
    entries.map(([name, one]) => [name[0].toUpperCase() + name.slice(1), capitalized(one)]),
  );
}

/** An API that Amplify synthesized into a folder. */
export class PeerApi extends Api {
  deployed(out, given) {
    const files = readdirSync(out);
    const root = files.find((it) => it.endsWith(".template.json") && !it.includes(".nested."));
    return new Synthesized(join(out, root), "demo", {}, given);
  }

  tableKey(table) {
    const { properties } = this.stack.all(TABLE).find((it) => it.stack.ref(it.name) === table);
    return properties.keySchema.map((it) => it.attributeName);
  }

  async services(port) {
    await this.store();
    this.functions = { close: () => {}, invoke: async () => null };
    await this.load();
    await this.simulate(port);
  }

  async store() {
    this.dynamo = await server();
    this.tables = new Map();
    for (const { name, stack, properties } of this.stack.all(TABLE)) {
      const id = stack.ref(name);
      this.tables.set(id, stack.attribute(name, "TableArn"));
      const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = capitalized(properties);
      const indexes = GlobalSecondaryIndexes?.length ? GlobalSecondaryIndexes : undefined;
      await create(this.dynamo.client, id, {
        KeySchema,
        AttributeDefinitions,
        GlobalSecondaryIndexes: indexes,
        BillingMode: "PAY_PER_REQUEST",
      });
    }
  }

  asset(location) {
    return readFileSync(join(this.out, fileOf(this.out, location)), "utf8");
  }

  schemaFile() {
    const { properties } = this.stack.only("AWS::AppSync::GraphQLSchema");
    return join(this.out, fileOf(this.out, properties.DefinitionS3Location));
  }

  async step(properties, type, field) {
    const { RequestMappingTemplate, RequestMappingTemplateS3Location } = properties;
    const { ResponseMappingTemplate, ResponseMappingTemplateS3Location } = properties;
    try {
      return {
        module: module(
          RequestMappingTemplate ?? this.asset(RequestMappingTemplateS3Location),
          ResponseMappingTemplate ?? this.asset(ResponseMappingTemplateS3Location),
        ),
        source: properties.DataSourceName,
      };
    } catch (error) {
      throw new Error(`${type}.${field}: ${error.message}`, { cause: error });
    }
  }

  /** Roles of tables may all that resolvers want. */
  async perform(source, request) {
    if (source?.Type === "AMAZON_DYNAMODB") {
      const table = source.DynamoDBConfig.TableName;
      this.calls.push({ table, request });
      return execute(this.dynamo.client, table, request, () => true);
    }
    return super.perform(source, request);
  }
}
