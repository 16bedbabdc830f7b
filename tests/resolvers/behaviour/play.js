// What an emitted API does, call by call: its template says which code runs on which source, its tables are in memory.

/** The tables of a template, empty. */
function tablesOf(resources) {
  const tables = {};
  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    if (Type !== 'AWS::DynamoDB::Table') continue;
    const key = (schema) => schema.map((it) => it.AttributeName);
    tables[id] = {
      key: key(Properties.KeySchema),
      types: Object.fromEntries(Properties.AttributeDefinitions.map((it) => [it.AttributeName, it.AttributeType])),
      indexes: Object.fromEntries(
        (Properties.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) => [
          IndexName,
          {
            key: key(KeySchema),
            attributes: { ALL: null, KEYS_ONLY: [], INCLUDE: Projection.NonKeyAttributes }[Projection.ProjectionType],
          },
        ]),
      ),
      items: [],
    };
  }
  return tables;
}

/** What every item has by itself, which most of the expectations are not about. */
const OWN = ['__typename', '__operation', 'createdAt', 'updatedAt', 'scannedCount'];

function without(names, value) {
  if (Array.isArray(value)) return value.map((it) => without(names, it));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept.map(([name, it]) => [name, without(names, it)]));
}

/** A time so many seconds behind the first one. */
function at(seconds) {
  return new Date(Date.UTC(2030, 0, 1) + seconds * 1000).toISOString();
}

/** The API of a template. What is not as it shall be is in `failures`. */
class Api {
  failures = [];
  expectations = 0;
  /** What functions answer, by logical ID: the payload goes in; a thrown text is their error. */
  functions = {};
  /** Who calls, and how many IDs were made. */
  context = { mode: 'API Key Authorization', identity: null, env: {}, counter: { ids: 0 } };
  /** Seconds, one for each call. */
  time = 0;

  constructor(template, handlers) {
    this.handlers = handlers;
    this.resources = template.Resources;
    this.tables = tablesOf(this.resources);
    this.fields = {};
    for (const { Type, Properties } of Object.values(this.resources)) {
      if (Type !== 'AWS::AppSync::Resolver') continue;
      const { TypeName, FieldName, DataSourceName, PipelineConfig } = Properties;
      const name = `${TypeName}.${FieldName}`;
      const steps = PipelineConfig?.Functions.map((it) => this.resources[it['Fn::GetAtt'][0]].Properties);
      this.fields[name] = {
        source: DataSourceName && this.source(DataSourceName),
        steps: steps?.map((step, at) => ({ name: `${name}.${at + 1}`, source: this.source(step.DataSourceName) })),
      };
    }
  }

  /** What a data source leads to: a table, a function, or nothing. */
  source(reference) {
    const { Type, DynamoDBConfig, LambdaConfig } = this.resources[reference['Fn::GetAtt'][0]].Properties;
    if (Type === 'AMAZON_DYNAMODB') return { table: DynamoDBConfig.TableName.Ref };
    if (Type === 'AWS_LAMBDA') return { function: LambdaConfig.LambdaFunctionArn['Fn::GetAtt'][0] };
    return {};
  }

  one(name, source, call) {
    const answer = (asked) => {
      if (!source?.function) return undefined;
      try {
        return { result: this.functions[source.function](asked.payload) };
      } catch (error) {
        return { result: null, error: { message: `${error}`, type: 'Lambda:Unhandled' } };
      }
    };
    return run(this.handlers[name], { ...this.context, now: at(this.time), ...call, table: source?.table, answer }, this.tables);
  }

  /** What comes of a call: `data` or an `error`, other `errors`, and the requests that were `asked`. */
  call(name, args = {}, source = null) {
    this.time += 1;
    const field = this.fields[name];
    if (!field) return { crash: `no resolver of ${name}` };
    if (!field.steps) {
      const { asked, ...came } = this.one(name, field.source, { args, source });
      return { ...came, asked: asked ? [asked] : [] };
    }
    const begun = this.one(name, null, { args, source, prev: { result: null } });
    if (begun.error || begun.crash) return { ...begun, asked: [] };
    let [prev, asked, errors] = [{}, [], []];
    for (const step of field.steps) {
      const came = this.one(step.name, step.source, { args, source, prev });
      asked = [...asked, came.asked];
      errors = [...errors, ...came.errors];
      if (came.error || came.crash) return { ...came, asked, errors };
      prev = { result: came.data };
    }
    return { ...this.one(name, null, { args, source, prev }), asked, errors };
  }

  expect(what, came, wanted) {
    this.expectations += 1;
    if (canonical(came) !== canonical(wanted)) {
      this.failures.push(`${what}: ${JSON.stringify(wanted)} is wanted, and this came: ${JSON.stringify(came)}`);
    }
  }

  /** A call gives this; what every item has by itself left out. */
  gives(name, args, wanted, source = null) {
    const came = this.call(name, args, source);
    const what = `${name} ${JSON.stringify(args)} ${source ? JSON.stringify(source) : ''}`;
    this.expect(what, came.error ?? came.crash ?? without(OWN, came.data), wanted);
    return came.data;
  }

  /** A page of items, and the token of the next one. */
  lists(name, args, items, nextToken = null, source = null) {
    return this.gives(name, args, { items, nextToken }, source)?.nextToken;
  }

  /** The same of one attribute of each item. */
  names(name, args, attribute, wanted, source = null) {
    const came = this.call(name, args, source);
    const what = `${attribute} of ${name} ${JSON.stringify(args)}`;
    this.expect(what, came.error ?? came.crash ?? came.data?.items?.map((it) => it[attribute]), wanted);
    return came.data?.nextToken ?? null;
  }

  /** A call fails with this, and without a change to any table. */
  fails(name, args, message, type = null) {
    const before = structured(this.tables);
    const came = this.call(name, args);
    this.expect(`${name} ${JSON.stringify(args)}`, came.error ?? came, { message, type });
    this.expect(`the tables behind ${name}`, this.tables, before);
  }

  /** A condition of a mutation does not hold. */
  isNotMet(name, args) {
    const message = 'The conditional request failed (Service: DynamoDb, Status Code: 400)';
    this.fails(name, args, message, 'DynamoDB:ConditionalCheckFailedException');
  }

  /** A call is refused before anything is asked. */
  refuses(name, args, message, type = null) {
    this.fails(name, args, message, type);
    this.expect(`${name} asks`, this.call(name, args).asked, []);
  }

  /** Of the requests of a call, these members. */
  asks(name, args, wanted, source = null) {
    const { asked } = this.call(name, args, source);
    const members = Object.keys(wanted);
    const seen = Object.fromEntries(members.map((member) => [member, asked?.at(-1)?.[member] ?? null]));
    this.expect(`${name} ${JSON.stringify(args)} asks`, seen, wanted);
  }

  /** The items of a table, what they have by themselves left out. */
  holds(table, wanted) {
    this.expect(table, without(OWN, this.tables[table].items), wanted);
  }
}

/** What `play` finds in the API of a template. */
function perform(template, handlers) {
  const api = new Api(template, handlers);
  try {
    play(api);
  } catch (error) {
    api.failures.push(`${error}`);
  }
  // whatever was done, each item is of its table, and changed at some time
  for (const [table, { items }] of Object.entries(api.tables)) {
    for (const item of items) {
      api.expect(`the type of ${item.id} in ${table}`, `${item.__typename}Table`, table);
      api.expect(`the time of ${item.id} in ${table}`, Date.parse(item.updatedAt) > 0, true);
    }
  }
  return { failures: api.failures, expectations: api.expectations };
}
