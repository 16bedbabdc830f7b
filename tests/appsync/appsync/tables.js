// Tables of the emitted templates in dynalite, and AppSync's requests on them.
import { createRequire } from "node:module";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { isDeepStrictEqual } from "node:util";

const dynalite = createRequire(import.meta.url)("dynalite");

/** A server of DynamoDB without tables: `{client, close}`. */
export async function server() {
  const running = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise((done) => running.listen(0, "127.0.0.1", done));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${running.address().port}`,
    region: "eu-west-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    maxAttempts: 1,
  });
  const close = () => {
    client.destroy();
    return new Promise((done) => running.close(done));
  };
  return { client, close };
}

/** Makes a table of a template's. */
export async function create(client, name, properties) {
  const { KeySchema, AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, LocalSecondaryIndexes } =
    properties;
  const input = {
    KeySchema,
    AttributeDefinitions,
    BillingMode,
    GlobalSecondaryIndexes,
    LocalSecondaryIndexes,
  };
  await client.send(new CreateTableCommand({ TableName: name, ...input }));
}

/** What AppSync puts into `ctx.error`. */
export class Failure extends Error {
  constructor(message, type, result = null) {
    super(message);
    this.type = type;
    this.result = result;
  }
}

// AppSync takes numbers that are numbers, and any value for null
function attribute(value) {
  const [[type, given]] = Object.entries(value);
  switch (type) {
    case "N":
      return { N: String(given) };
    case "NULL":
      return { NULL: true };
    case "L":
      return { L: given.map(attribute) };
    case "M":
      return { M: attributes(given) };
    default:
      return value;
  }
}

const attributes = (map) =>
  Object.fromEntries(Object.entries(map).map(([name, one]) => [name, attribute(one)]));
const some = (map) => (Object.keys(map ?? {}).length > 0 ? map : undefined);

/** Names and values of several expressions. A map that is there must not be empty: DynamoDB refuses it. */
function bound(...expressions) {
  const given = expressions.filter(Boolean);
  if (given.some((it) => it.expressionValues && !some(it.expressionValues))) {
    throw new Failure("ExpressionAttributeValues must not be empty", "DynamoDB:DynamoDbException");
  }
  return {
    ExpressionAttributeNames: some(Object.assign({}, ...given.map((it) => it.expressionNames))),
    ExpressionAttributeValues: some(attributes(Object.assign({}, ...given.map((it) => it.expressionValues)))),
  };
}

const plain = (item) => (item ? unmarshall(item, { convertEmptyValues: false }) : null);
const token = (key) => (key ? Buffer.from(JSON.stringify(key)).toString("base64") : null);

function start(nextToken) {
  if (nextToken == null) {
    return undefined;
  }
  try {
    return JSON.parse(Buffer.from(nextToken, "base64").toString());
  } catch {
    throw new Failure("Invalid pagination token given.", "BadRequestException");
  }
}

const OPERATIONS = {
  async GetItem(client, table, request) {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: attributes(request.key),
        ConsistentRead: request.consistentRead,
      }),
    );
    return plain(Item);
  },

  async PutItem(client, table, request) {
    const item = { ...attributes(request.attributeValues ?? {}), ...attributes(request.key) };
    const input = { TableName: table, Item: item, ConditionExpression: request.condition?.expression };
    await client.send(new PutItemCommand({ ...input, ...bound(request.condition) }));
    return plain(item);
  },

  async UpdateItem(client, table, request) {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: attributes(request.key),
        UpdateExpression: request.update?.expression,
        ConditionExpression: request.condition?.expression,
        ReturnValues: "ALL_NEW",
        ...bound(request.update, request.condition),
      }),
    );
    return plain(Attributes);
  },

  async DeleteItem(client, table, request) {
    const { Attributes } = await client.send(
      new DeleteItemCommand({
        TableName: table,
        Key: attributes(request.key),
        ConditionExpression: request.condition?.expression,
        ReturnValues: "ALL_OLD",
        ...bound(request.condition),
      }),
    );
    return plain(Attributes);
  },

  Query: (client, table, request) =>
    page(client, QueryCommand, request, {
      TableName: table,
      KeyConditionExpression: request.query.expression,
      ScanIndexForward: request.scanIndexForward ?? true,
      ...bound(request.query, request.filter),
    }),

  Scan: (client, table, request) =>
    page(client, ScanCommand, request, { TableName: table, ...bound(request.filter) }),
};

async function page(client, Command, request, input) {
  const { Items, LastEvaluatedKey, ScannedCount } = await client.send(
    new Command({
      ...input,
      FilterExpression: request.filter?.expression,
      IndexName: request.index ?? undefined,
      Limit: request.limit ?? undefined,
      ExclusiveStartKey: start(request.nextToken),
      ConsistentRead: request.consistentRead ?? undefined,
    }),
  );
  return { items: Items.map(plain), nextToken: token(LastEvaluatedKey), scannedCount: ScannedCount };
}

/**
 * Does a request of a resolver's. `may(action)` says whether the data source's role allows it.
 * @throws {Failure} what the response handler gets as `ctx.error`
 */
export async function execute(client, table, request, may) {
  const perform = OPERATIONS[request.operation];
  if (!perform) {
    throw new Failure(`Unsupported operation '${request.operation}'.`, "MappingTemplate");
  }
  const allowed = (action) => {
    if (!may(`dynamodb:${action}`, table, request.index)) {
      throw new Failure(`not authorized to perform dynamodb:${action}`, "DynamoDB:AccessDeniedException");
    }
  };
  allowed(request.operation);
  try {
    return await perform(client, table, request);
  } catch (error) {
    if (error instanceof Failure) {
      throw error;
    }
    if (error.name !== "ConditionalCheckFailedException") {
      const message = `${error.message} (Service: DynamoDb, Status Code: 400, Request ID: 1)`;
      throw new Failure(
        message,
        `DynamoDB:${error.name === "ValidationException" ? "DynamoDbException" : error.name}`,
      );
    }
    // AppSync looks at the item then: what was wanted may be there already
    allowed("GetItem");
    return refused(
      request,
      await OPERATIONS.GetItem(client, table, { key: request.key, consistentRead: true }),
    );
  }
}

/** What comes of a failed condition: "JavaScript resolver reference for DynamoDB, condition expressions". */
function refused(request, current) {
  const ignored = request.condition.equalsIgnore ?? [];
  const without = (item) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => !ignored.includes(name)));
  if (request.operation === "DeleteItem" && current === null) {
    return null;
  }
  if (request.operation === "PutItem" && current !== null) {
    const wanted = plain({ ...attributes(request.attributeValues ?? {}), ...attributes(request.key) });
    if (isDeepStrictEqual(without(wanted), without(current))) {
      return current;
    }
  }
  throw new Failure(
    "The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: 1)",
    "DynamoDB:ConditionalCheckFailedException",
    current,
  );
}
