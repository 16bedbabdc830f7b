// What ampc emitted, as if CloudFormation had deployed it: templates with their references resolved, and roles with
// what their policies allow.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const REGION = "eu-west-1";
export const ACCOUNT = "123456789012";
const POOL = `${REGION}_aBcDeFgHi`;

// what resources are called once they exist: [what Ref gives, what GetAtt gives]
const MADE = {
  "AWS::AppSync::ApiKey": (it) => [`key-${it.name}`, { ApiKey: "da2-abcdefghijklmnopqrstuvwxyz" }],
  "AWS::AppSync::DataSource": (it) => [`ds-${it.name}`, { Name: it.properties.Name }],
  "AWS::AppSync::FunctionConfiguration": (it) => [`fn-${it.name}`, { FunctionId: it.name }],
  "AWS::AppSync::GraphQLApi": (it, given) => {
    const arn = `arn:aws:appsync:${REGION}:${ACCOUNT}:apis/abcdefghijklmnopqrstuvwxyz`;
    return [arn, { Arn: arn, ApiId: "abcdefghijklmnopqrstuvwxyz", GraphQLUrl: given.endpoint }];
  },
  "AWS::Cognito::IdentityPool": () => [`${REGION}:00000000-1111-2222-3333-444444444444`, {}],
  "AWS::Cognito::UserPool": () => [
    POOL,
    {
      Arn: `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${POOL}`,
      ProviderName: `cognito-idp.${REGION}.amazonaws.com/${POOL}`,
      UserPoolId: POOL,
    },
  ],
  "AWS::Cognito::UserPoolClient": () => ["1example23456789", {}],
  "AWS::DynamoDB::Table": (it) => {
    const arn = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${it.id}`;
    return [it.id, { Arn: arn, StreamArn: `${arn}/stream/2026-01-01T00:00:00.000` }];
  },
  "AWS::IAM::Role": (it) => [it.id, { Arn: `arn:aws:iam::${ACCOUNT}:role/${it.id}` }],
  "AWS::Lambda::Function": (it) => [it.id, { Arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${it.id}` }],
};

/** A template and those below it. `given.endpoint` is where the API will be, `parameters` those of parameters.json. */
export class Stack {
  constructor(path, name, parameters, given) {
    this.path = path;
    this.name = name;
    this.given = given;
    this.parameters = parameters;
    this.template = JSON.parse(readFileSync(path, "utf8"));
    this.made = new Map();
    this.nested = new Map();
  }

  /** All resources of a type, nested ones too: `{name, stack, properties}`, references resolved. */
  all(type) {
    const found = [];
    for (const [name, resource] of Object.entries(this.template.Resources)) {
      if (resource.Type === "AWS::CloudFormation::Stack") {
        found.push(...this.below(name).all(type));
      } else if (resource.Type === type && this.exists(resource)) {
        found.push({ name, stack: this, properties: this.resolve(resource.Properties ?? {}) });
      }
    }
    return found;
  }

  /** The only resource of a type. */
  only(type) {
    const found = this.all(type);
    if (found.length !== 1) {
      throw new Error(`${found.length} resources ${type}`);
    }
    return found[0];
  }

  exists(resource) {
    return resource.Condition === undefined || this.condition(resource.Condition);
  }

  below(name) {
    if (!this.nested.has(name)) {
      const resource = this.template.Resources[name];
      const file = join(dirname(this.path), this.file(resource));
      const parameters = this.resolve(resource.Properties.Parameters ?? {});
      this.nested.set(name, new this.constructor(file, `${this.name}-${name}`, parameters, this.given));
    }
    return this.nested.get(name);
  }

  /** The template of a nested stack. */
  file(resource) {
    return resource.Properties.TemplateURL;
  }

  /** `[Ref, {GetAtt}]` of a resource. */
  make(name) {
    if (!this.made.has(name)) {
      const resource = this.template.Resources[name];
      if (!resource) {
        throw new Error(`${this.path}: no resource ${name}`);
      }
      const id = `${this.name}-${name}-1A2B3C4D5E6F`;
      const make = MADE[resource.Type] ?? (() => [id, { Arn: `arn:aws:x:${REGION}:${ACCOUNT}:${id}` }]);
      // names of data sources are given by text alone
      this.made.set(name, make({ name, id, properties: resource.Properties }, this.given));
    }
    return this.made.get(name);
  }

  ref(name) {
    const pseudo = {
      "AWS::Region": REGION,
      "AWS::AccountId": ACCOUNT,
      "AWS::Partition": "aws",
      "AWS::StackName": this.name,
      "AWS::URLSuffix": "amazonaws.com",
      "AWS::StackId": `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${this.name}/1`,
    };
    if (name in pseudo) {
      return pseudo[name];
    }
    const parameter = this.template.Parameters?.[name];
    if (parameter) {
      const value = this.parameters[name] ?? parameter.Default;
      if (value === undefined) {
        throw new Error(`${this.path}: no value for parameter ${name}`);
      }
      return value;
    }
    return this.make(name)[0];
  }

  attribute(name, attribute) {
    if (this.template.Resources[name]?.Type === "AWS::CloudFormation::Stack") {
      const output = attribute.replace(/^Outputs\./, "");
      const below = this.below(name);
      return below.resolve(below.template.Outputs[output].Value);
    }
    const value = this.make(name)[1][attribute];
    if (value === undefined) {
      throw new Error(`${this.path}: ${name} has no attribute ${attribute} here`);
    }
    return value;
  }

  condition(given) {
    if (typeof given === "string") {
      return this.condition(this.template.Conditions[given]);
    }
    const [[name, value]] = Object.entries(given);
    switch (name) {
      case "Condition":
        return this.condition(value);
      case "Fn::Equals":
        return this.resolve(value[0]) === this.resolve(value[1]);
      case "Fn::Not":
        return !this.condition(value[0]);
      case "Fn::And":
        return value.every((one) => this.condition(one));
      case "Fn::Or":
        return value.some((one) => this.condition(one));
      default:
        throw new Error(`condition ${name}`);
    }
  }

  resolve(value) {
    if (Array.isArray(value)) {
      return value.map((one) => this.resolve(one)).filter((one) => one !== undefined);
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const entries = Object.entries(value);
    if (entries.length === 1) {
      const [name, given] = entries[0];
      switch (name) {
        case "Ref":
          return given === "AWS::NoValue" ? undefined : this.ref(given);
        case "Fn::GetAtt":
          return this.attribute(
            ...(Array.isArray(given) ? given : [given.split(".")[0], given.split(".").slice(1).join(".")]),
          );
        case "Fn::Join":
          return this.resolve(given[1]).join(given[0]);
        case "Fn::Select":
          return this.resolve(given[1])[given[0]];
        case "Fn::Split":
          return this.resolve(given[1]).split(given[0]);
        case "Fn::If":
          return this.resolve(this.condition(given[0]) ? given[1] : given[2]);
        case "Fn::Sub":
          return this.substitute(given);
      }
    }
    const all = entries.map(([name, one]) => [name, this.resolve(one)]);
    return Object.fromEntries(all.filter(([, one]) => one !== undefined));
  }

  substitute(given) {
    const [text, own] = Array.isArray(given) ? given : [given, {}];
    return text.replace(/\$\{([^}]+)\}/g, (_, name) => {
      if (name.startsWith("!")) {
        return `\${${name.slice(1)}}`;
      }
      if (name in own) {
        return this.resolve(own[name]);
      }
      const [resource, ...attribute] = name.split(".");
      return attribute.length > 0 ? this.attribute(resource, attribute.join(".")) : this.ref(name);
    });
  }

  /** The statements of the policies of a role, by its name or ARN. */
  statements(role) {
    const name = role.split("/").at(-1);
    const policies = this.all("AWS::IAM::Role")
      .filter((it) => it.stack.ref(it.name) === name)
      .flatMap((it) => (it.properties.Policies ?? []).map((policy) => policy.PolicyDocument));
    for (const type of ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"]) {
      const mine = this.all(type).filter(({ properties }) =>
        [...(properties.Roles ?? []), properties.RoleName].includes(name),
      );
      policies.push(...mine.map((it) => it.properties.PolicyDocument));
    }
    return policies.flatMap((policy) => policy.Statement);
  }

  /** Gives a role that is not the template's all actions on resources. */
  grant(role, resource) {
    this.known ??= new Map();
    this.known.set(role, [{ Effect: "Allow", Action: "*", Resource: resource }]);
  }

  /** Whether a role may do something. Statements with conditions say nothing here: an error, if one is asked. */
  allows(role, action, resource) {
    this.known ??= new Map();
    if (!this.known.has(role)) {
      this.known.set(role, this.statements(role));
    }
    const meant = this.known
      .get(role)
      .filter((it) => [it.Action].flat().some((one) => matches(one, action)))
      .filter((it) => [it.Resource].flat().some((one) => matches(one, resource)));
    if (meant.some((it) => it.Condition)) {
      throw new Error(`${role}: ${action} under a condition`);
    }
    return meant.length > 0 && meant.every((it) => it.Effect === "Allow");
  }
}

/** Whether a pattern with `*` and `?` is meant. */
function matches(pattern, text) {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${expression}$`).test(text);
}

/** The root stack of an output folder. */
export function deployed(out, given) {
  const file = join(out, "parameters.json");
  const written = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  // as `aws cloudformation deploy` takes them: "Name=value"
  const parameters = Object.fromEntries(
    written.map((it) => [it.split("=")[0], it.slice(it.indexOf("=") + 1)]),
  );
  return new Stack(join(out, "template.json"), "demo", parameters, given);
}
