"""What matters of an emitted backend, in one form for Amplify's templates and for amp's: references by the
kind of resource that they lead to, functions by name, and no logical IDs, tags or wrappings."""

import json
import re

# Functions, roles and policies of Amplify's own machinery: they have no counterpart.
MACHINERY = re.compile(
    r"SecretFetcher|ReferenceAuth|CustomResourceProvider|CustomS3AutoDelete|LogRetention|BucketNotificationsHandler"
)

# Variables by which each side finds what it reads at start.
AT_START = {"AMPLIFY_SSM_ENV_CONFIG", "AMP_PARAMETERS"}


class View:
    """`resources` {logical ID: resource} of all templates, `outputs` what amplify_outputs.json holds."""

    def __init__(self, resources, outputs):
        self.resources = {name: it for name, it in resources.items() if not MACHINERY.search(name)}
        self.outputs = outputs
        functions = self.of_type("AWS::Lambda::Function")
        self.functions = {name: self._function_name(it) for name, it in functions.items()}
        storages = outputs.get("storage", {}).get("buckets", []) if outputs else []
        named = {it["bucket_name"].strip("<>"): it["name"] for it in storages}
        buckets = self.of_type("AWS::S3::Bucket")
        self.buckets = {name: tag(it, "amplify:friendly-name") or named[name] for name, it in buckets.items()}

    def of_type(self, kind):
        return {name: it.get("Properties", {}) for name, it in self.resources.items() if it["Type"] == kind}

    def _function_name(self, properties):
        return tag(properties, "amplify:friendly-name") or str(properties["Code"]).removeprefix("functions/")

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
                return re.sub(r"\$\{([\w:.]+)\}", self._substituted, inner).replace("${!", "${")
        return {key: self.plain(it) for key, it in value.items()}

    def _substituted(self, match):
        name, _, attribute = match[1].partition(".")
        return f"<{self._place(name)}{'.' + attribute if attribute else ''}>"

    def _place(self, name):
        if name in self.functions:
            return self.functions[name]
        if name in self.buckets:
            return self.buckets[name]
        return self.resources[name]["Type"] if name in self.resources else name

    # what is compared

    def whole(self, probes):
        """Everything that is compared, as one tree; `probes` are prefixes of files, see `files`."""
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
            "buckets": {name: self.bucket(logical) for logical, name in self.buckets.items()},
            "files": self.files(probes),
            "auth": self.auth_outputs(),
            "storage": self.storage_outputs(),
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

    def statements(self, role, kinds=("AWS::IAM::Policy",)):
        beside = [it for kind in kinds for it in self.of_type(kind).values()]
        policies = [it for it in beside if {"Ref": role} in it.get("Roles", [])] + self.resources[role][
            "Properties"
        ].get("Policies", [])
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

    # files

    def bucket(self, logical):
        found = self.plain(self.resources[logical]["Properties"])
        found.pop("Tags", None)
        calls = found.pop("NotificationConfiguration", {}).get("LambdaConfigurations", [])
        called = [(it["Event"], it["Function"]) for it in calls]
        # Amplify's are set by a custom resource
        for it in self.of_type("Custom::S3BucketNotifications").values():
            if it["BucketName"] == {"Ref": logical}:
                for each in self.plain(it["NotificationConfiguration"])["LambdaFunctionConfigurations"]:
                    called += [(event, each["LambdaFunctionArn"]) for event in each["Events"]]
        statements = [
            statement
            for it in self.of_type("AWS::S3::BucketPolicy").values()
            if it["Bucket"] == {"Ref": logical}
            for statement in it["PolicyDocument"]["Statement"]
        ]
        return {
            **found,
            "calls": sorted(called),
            "when deleted": self.resources[logical].get("DeletionPolicy", "Delete"),
            "for everybody": [lists(self.plain(it)) for it in statements if self._of_everybody(it)],
        }

    @staticmethod
    def _of_everybody(statement):
        """Whether a statement of a bucket speaks of others than the function that empties it for Amplify."""
        return not MACHINERY.search(json.dumps(statement["Principal"]))

    def roles_of_people(self):
        """{logical ID of a role: whose it is}"""
        found = {}
        for it in self.of_type("AWS::Cognito::IdentityPoolRoleAttachment").values():
            names = {"authenticated": "signed in", "unauthenticated": "guest"}
            found |= {role["Fn::GetAtt"][0]: names[name] for name, role in it["Roles"].items()}
        for it in self.of_type("AWS::Cognito::UserPoolGroup").values():
            found[it["RoleArn"]["Fn::GetAtt"][0]] = f"group {it['GroupName']}"
        for logical, name in self.functions.items():
            role = self.resources[logical]["Properties"]["Role"]["Fn::GetAtt"][0]
            found[role] = f"function {name}"
        return found

    def patterns(self):
        """What each role may do with files: {who: [(allows, actions, bucket, pattern)]}, a pattern being of
        names or, for lists, of prefixes."""
        found = {}
        for role, who in self.roles_of_people().items():
            for it in self.statements(role, ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")):
                if not it["Action"][0].startswith("s3:"):
                    continue
                listed = it.get("Condition", {}).get("StringLike", {}).get("s3:prefix")
                if set(it) - {"Action", "Condition", "Effect", "Resource"} or (listed is None) != (
                    "Condition" not in it
                ):
                    raise ValueError(f"{who}: a statement that is not understood: {it}")
                for resource in it["Resource"]:
                    bucket, _, pattern = resource.removeprefix("<").partition(".Arn>")
                    patterns = [pattern.removeprefix("/")] if pattern else listed or ["*"]
                    allows = it["Effect"] == "Allow"
                    found.setdefault(who, []).extend(
                        (allows, it["Action"], bucket, each) for each in patterns
                    )
        return found

    def prefixes(self):
        """What stands before the `*` of each pattern, or before the user's own folder."""
        every = [pattern for found in self.patterns().values() for _, _, _, pattern in found]
        return {it.split("*")[0].split(OWN)[0] for it in every}

    def files(self, probes):
        """Every request for files that is allowed: names inside of the prefixes, at their edges, beside them,
        in the user's own folder and in another one."""
        keys = {"", "file", "other/file"}
        for it in probes:
            bare = it.rstrip("/")
            keys |= {it, bare, bare[:-1], f"{bare}x/file", f"{it}file", f"{it}a/b/file"}
            keys |= {
                f"{it}{user}{rest}" for user in (ME, "somebody") for rest in ("", "/", "/file", "x/file")
            }
        found = {}
        for who, patterns in self.patterns().items():
            allowed = {}
            for action in ("s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:DeleteObject"):
                for bucket in self.buckets.values():
                    for key in sorted(keys):
                        effects = {
                            allows
                            for allows, actions, of, pattern in patterns
                            if action in actions and of == bucket and fits(key, pattern)
                        }
                        if effects == {True}:
                            allowed[f"{action} {bucket} {key}"] = True
            others = {it for _, actions, _, _ in patterns for it in actions} - ACTIONS
            found[who] = allowed | {f"also {it}": True for it in others}
        return found

    def storage_outputs(self):
        if not self.outputs or "storage" not in self.outputs:
            return None
        storage = self.outputs["storage"]
        names = {it["bucket_name"]: it["name"] for it in storage["buckets"]}
        buckets = {it["name"]: {**it, "bucket_name": names[it["bucket_name"]]} for it in storage["buckets"]}
        return {**storage, "bucket_name": names[storage["bucket_name"]], "buckets": buckets}

    def auth_outputs(self):
        if not self.outputs:
            return None
        auth = dict(self.outputs.get("auth", {}))
        if "oauth" in auth:
            auth["oauth"] = {**auth["oauth"], "domain": bool(auth["oauth"].get("domain"))}
        return {"version": self.outputs.get("version"), **auth}


# Everything that a rule of storage can grant.
ACTIONS = {"s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:DeleteObject"}

# The user's id as it stands in a policy, and as it is.
OWN, ME = "${cognito-identity.amazonaws.com:sub}", "us-east-1:me"


def fits(key, pattern):
    """Whether a name is one of a pattern's, for the user ME."""
    parts = [re.escape(it) for it in pattern.replace(OWN, ME).split("*")]
    return re.fullmatch(".*".join(parts), key, re.DOTALL) is not None


def tag(properties, name):
    return {it["Key"]: it["Value"] for it in properties.get("Tags", [])}.get(name)


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
