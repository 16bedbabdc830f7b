// A built project, its API and its callers, for the tests.
import { DeleteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { createRequire } from "node:module";
import { Api } from "./api.js";
import { Callers } from "./personas.js";

const { parse } = createRequire(import.meta.url)("graphql");

// the official client speaks with subscribers' servers over TLS only, for which there is no certificate here
const Plain = globalThis.WebSocket;
globalThis.WebSocket = class extends Plain {
  constructor(url, protocols) {
    super(String(url).replace("wss://localhost", "ws://localhost"), protocols);
  }
};

/** A deployment of a built project: what scenarios are given. */
export class World {
  static async start({ project, out }) {
    const world = new World();
    world.api = await Api.start(out);
    world.callers = new Callers(world.api, project);
    world.as = (name) => world.callers.as(name);
    world.graphql = (name, query, variables) => answered(world.as(name).graphql({ query, variables }));
    world.listen = (subscription) => listening(world, subscription);
    // the client tries for ever where it is refused: so this is asked of the server itself
    world.refused = async (name, query) => {
      const answer = await world.api.subscribe(parse(query), {}, world.callers.headers(name), { socket: {} });
      return answer.errors;
    };
    world.sleep = (time) => new Promise((done) => setTimeout(done, time));
    return world;
  }

  close() {
    return this.api.close();
  }

  /** Removes all items, or those of one model. */
  async clear(model) {
    const { stack, dynamo } = this.api;
    for (const { name, stack: owner, properties } of stack.all("AWS::DynamoDB::Table")) {
      const TableName = owner.ref(name);
      if (model && !TableName.includes(`${model}Table`)) {
        continue;
      }
      const keys = properties.KeySchema.map((it) => it.AttributeName);
      const { Items } = await dynamo.client.send(new ScanCommand({ TableName }));
      for (const item of Items) {
        const Key = Object.fromEntries(keys.map((key) => [key, item[key]]));
        await dynamo.client.send(new DeleteItemCommand({ TableName, Key }));
      }
    }
  }
}

/** `graphql` throws its answer if it has errors; `data` of nothing but nulls is null, as the models' calls have it. */
async function answered(call) {
  const { data, errors } = await Promise.resolve(call).catch((thrown) => {
    if (thrown.errors) {
      return thrown;
    }
    throw thrown;
  });
  const empty = !data || Object.values(data).every((it) => it === null);
  return errors?.length ? { data: empty ? null : data, errors } : { data };
}

/** Subscribes. `events` and `errors` are what has come. */
async function listening(world, subscription) {
  const events = [];
  const errors = [];
  const begun = world.api.subscribed;
  const running = subscription.subscribe({
    next: (it) => events.push(it),
    error: (error) => errors.push(error),
  });
  for (const until = Date.now() + 10000; world.api.subscribed === begun;) {
    if (Date.now() > until || errors.length > 0) {
      throw new Error(`no subscription: ${JSON.stringify(errors)}`);
    }
    await world.sleep(5);
  }
  return { events, errors, close: () => running.unsubscribe() };
}
