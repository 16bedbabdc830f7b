"""What matters of an emitted backend, in one form for Amplify's templates and for amp's: references by the
kind of resource that they lead to, functions by name, and no logical IDs, tags or wrappings."""

import json
import re

# Functions, roles and policies of Amplify's own machinery: they have no counterpart.
MACHINERY = re.compile(r"SecretFetcher|ReferenceAuth|CustomResourceProvider|CustomS3AutoDelete|LogRetention")

# Variables by which each side finds what it reads at start.
AT_START = {"AMPLIFY_SSM_ENV_CONFIG", "AMP_PARAMETERS"}


class View:
    """`resources` {logical ID: resource} of all templates, `outputs` what amplify_outputs.json holds."""

    def __init__(self, resources, outputs):
        self.resources = {name: it for name, it in resources.items() if not MACHINERY.search(name)}
        self.outputs = outputs
        functions = self.of_type("AWS::Lambda::Function")
        self.functions = {name: self._function_name(it) for name, it in functions.items()}

    def of_type(self, kind):
        return {name: it.get("Properties", {}) for name, it in self.resources.items() if it["Type"] == kind}

    def _function_name(self, properties):
        tags = {it["Key"]: it["Value"] for it in properties.get("Tags", [])}
        return tags.get("amplify:friendly-name") or str(properties["Code"]).removeprefix("functions/")

    # references

    def plain(self, value):
        """A value without logical IDs: `<AWS::Cognito::UserPool>`, `<add-user.Arn>`."""
        if isinstance(value, list):
            return [self.plain(it) for it in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((key, inner),) = value.items()
            if key == "Ref":
                return f"<{self._place(inner)}>"
            if key == "Fn::GetAtt":
                name, attribute = inner if isinstance(inner, list) else inner.split(".", 1)
                return f"<{self._place(name)}.{attribute}>"
            if key == "Fn::Join":
                return inner[0].join(str(self.plain(it)) for it in inner[1])
            if key == "Fn::Sub" and isinstance(inner, str):
                return re.sub(r"\$\{([\w:.]+)\}", self._substituted, inner)
        return {key: self.plain(it) for key, it in value.items()}

    def _substituted(self, match):
        name, _, attribute = match[1].partition(".")
        return f"<{self._place(name)}{'.' + attribute if attribute else ''}>"

    def _place(self, name):
        if name in self.functions:
            return self.functions[name]
        return self.resources[name]["Type"] if name in self.resources else name

    # what is compared

    def whole(self):
        """Everything that is compared, as one tree."""
        return {
            "pool": self.only("AWS::Cognito::UserPool", self.pool),
            "client": self.only("AWS::Cognito::UserPoolClient", self.plain),
            "identity pool": self.only("AWS::Cognito::IdentityPool", self.identity_pool),
            "domain": bool(self.of_type("AWS::Cognito::UserPoolDomain")),
            "providers": self.providers(),
            "groups": self.groups(),
            "roles": self.roles(),
            "functions": self.all_functions(),
            "called by the pool": self.called_by_pool(),
            "auth": self.auth_outputs(),
        }

    def only(self, kind, view):
        found = list(self.of_type(kind).values())
        return view(found[0]) if found else None

    def pool(self, properties):
        found = self.plain(properties)
        found.pop("UserPoolTags", None)
        found["Schema"] = {it.pop("Name"): without_empty(it) for it in found.get("Schema", [])}
        return without_empty(found)

    def identity_pool(self, properties):
        found = self.plain(properties)
        found.pop("IdentityPoolTags", None)
        found["CognitoIdentityProviders"] = [
            {**it, "ProviderName": pool_name(it["ProviderName"])} for it in found["CognitoIdentityProviders"]
        ]
        logins = found.get("SupportedLoginProviders", {})
        found["SupportedLoginProviders"] = {key: secret(text) for key, text in logins.items()}
        return without_empty(found)

    def providers(self):
        found = {}
        for properties in self.of_type("AWS::Cognito::UserPoolIdentityProvider").values():
            it = self.plain(properties)
            it["ProviderDetails"] = {key: secret(text) for key, text in it["ProviderDetails"].items()}
            kind, name = it.pop("ProviderType"), it.pop("ProviderName")
            found[kind if re.search(r"[0-9A-F]{8}$", name) or name == kind else f"{kind} {name}"] = it
        return found

    def groups(self):
        return {
            it["GroupName"]: {"precedence": it.get("Precedence"), "trust": self.trust(it.get("RoleArn"))}
            for it in self.of_type("AWS::Cognito::UserPoolGroup").values()
        }

    def trust(self, role_arn):
        """The trust policy of the role that an ARN names."""
        if not isinstance(role_arn, dict):
            return self.plain(role_arn)
        document = self.resources[role_arn["Fn::GetAtt"][0]]["Properties"]["AssumeRolePolicyDocument"]
        return [lists(self.plain(it)) for it in document["Statement"]]

    def roles(self):
        attached = list(self.of_type("AWS::Cognito::IdentityPoolRoleAttachment").values())
        if not attached:
            return {}
        (properties,) = attached
        (mapping,) = properties.get("RoleMappings", {None: None}).values()
        roles = {name: self.trust(it) for name, it in properties["Roles"].items()}
        return {**roles, "mapping": self.plain(mapping)}

    def all_functions(self):
        return {name: self.function(logical) for logical, name in self.functions.items()}

    def function(self, logical):
        properties = dict(self.resources[logical]["Properties"])
        variables = properties.pop("Environment", {}).get("Variables", {})
        read = json.loads(self.plain(variables.get("AMP_PARAMETERS", '{"names":{}}')))["names"]
        role = properties.pop("Role")["Fn::GetAtt"][0]
        for key in ("Code", "Tags", "Handler", "FunctionName", "Description"):
            properties.pop(key, None)
        found = self.plain(properties)
        found.get("LoggingConfig", {}).pop("LogGroup", None)
        statements = self.statements(role)
        return without_empty(
            {
                **found,
                "variables": sorted({*variables, *read} - AT_START),
                "actions on the pool": sorted(
                    {it for each in statements for it in each["Action"] if it.startswith("cognito-idp:")}
                ),
                "resources of these": sorted(
                    {
                        place
                        for each in statements
                        if each["Action"][0].startswith("cognito-idp:")
                        for place in map(str, each["Resource"])
                    }
                ),
                "retention": self.retention(logical),
                "schedules": self.schedules(logical),
            }
        )

    def statements(self, role):
        policies = [
            it for it in self.of_type("AWS::IAM::Policy").values() if {"Ref": role} in it.get("Roles", [])
        ] + self.resources[role]["Properties"].get("Policies", [])
        return [lists(self.plain(it)) for policy in policies for it in policy["PolicyDocument"]["Statement"]]

    def retention(self, logical):
        group = self.resources[logical]["Properties"].get("LoggingConfig", {}).get("LogGroup", {}).get("Ref")
        return self.of_type("AWS::Logs::LogGroup")[group].get("RetentionInDays") if group else None

    def schedules(self, logical):
        found = []
        for it in self.of_type("AWS::Scheduler::Schedule").values():
            arn = it["Target"]["Arn"]
            if logical in json.dumps(arn):
                found.append(f"{it['ScheduleExpression']} {it['ScheduleExpressionTimezone']}")
        return sorted(found)

    def called_by_pool(self):
        return sorted(
            self.plain(it["FunctionName"])
            for it in self.of_type("AWS::Lambda::Permission").values()
            if it["Principal"] == "cognito-idp.amazonaws.com"
        )

    def auth_outputs(self):
        if not self.outputs:
            return None
        auth = dict(self.outputs.get("auth", {}))
        if "oauth" in auth:
            auth["oauth"] = {**auth["oauth"], "domain": bool(auth["oauth"].get("domain"))}
        return {"version": self.outputs.get("version"), **auth}


def lists(statement):
    """A statement whose actions and resources are lists."""
    return {
        key: it if key not in ("Action", "Resource") or isinstance(it, list) else [it]
        for key, it in statement.items()
    }


def without_empty(found):
    return {key: it for key, it in found.items() if it not in ({}, [], None)}


def pool_name(text):
    """`ProviderName` of a pool, written as attribute or as text."""
    text = text.replace("cognito-idp.<AWS::Region>.amazonaws.com/<AWS::Cognito::UserPool>", "<pool>")
    return text.replace("<AWS::Cognito::UserPool.ProviderName>", "<pool>")


def secret(text):
    """A detail of a provider. Amplify's secrets come from a custom resource, amp's from Secrets Manager."""
    if isinstance(text, bool):
        return str(text).lower()
    if isinstance(text, str):
        for pattern in (r"<AmplifySecretFetcherResource\.(\w+)>", r"\{\{resolve:secretsmanager:.*/(\w+):"):
            if match := re.search(pattern, text):
                return f"<secret {match[1]}>"
    return text


def differences(here, there, path=""):
    """Every place where two trees differ: path, Amplify's value, amp's value."""
    if isinstance(here, dict) and isinstance(there, dict):
        for key in sorted({*here, *there}, key=str):
            yield from differences(here.get(key), there.get(key), f"{path}/{key}")
    elif here != there:
        yield path, here, there
