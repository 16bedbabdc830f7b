"""Deploys what ampc emitted into ministack, a stand-in for AWS on 127.0.0.1, and tries who may do what.

    with Cloud() as cloud:
        app = cloud.deploy(built, "demo")                  # template.json, parameters.json, functions/
        tokens = app.sign_up("a@x.example", "Passw0rd!")   # real SRP sign-in with the emitted client
        role = app.assume_group_role(tokens)               # a session under the role that the token leads to
        with denied(): role.client("s3").list_buckets()

Every request goes over TLS and is signed, and ministack checks the signature and the caller's policies
(AUTH=true). What it does not do and this file does instead: it calls triggers without looking at the
function's permission (App.deployed_triggers does), never calls PostConfirmation (App.fire does), and its
identity pools do not hand out the roles of groups (App.assume_group_role takes the classic flow, which
ministack grants even where AllowClassicFlow is false). Left unproved here: the token role mapping, and that
switch."""

import base64
import contextlib
import functools
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

import ampc
import srp

ACCOUNT, REGION = "123456789012", "us-east-1"
ADMIN = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
REFUSED = {"AccessDenied", "AccessDeniedException", "NotAuthorizedException", "UnauthorizedOperation"}

PASSWORD = "Passw0rd!"

# The secrets of the project `members`.
SECRETS = {"api-key": "s3cret", "blocked-domain": "blocked.example"}

# A function starts anew in many calls, and the machine may be busy: Amplify's three seconds are not what is
# tested.
LEAST_TIMEOUT = 30


@contextlib.contextmanager
def denied():
    """The block must end in a refusal. Any other error passes through, and success is an error."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in REFUSED:
            raise
        return
    raise AssertionError("allowed, but should have been refused")


def claims(token):
    """What a JSON web token says, unverified."""
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


class DeployError(Exception):
    """The stack could not be created or updated; the text holds the failed events."""


class HandlerError(Exception):
    """A function threw."""


def _keys_of(cloud):
    """What hands the keys of user pools to ministack, which asks for them without TLS even where it answers
    nothing but TLS itself."""

    class Keys(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            with cloud.open(cloud.url + urllib.parse.urlsplit(self.path).path) as answer:
                body = answer.read()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Keys


class Cloud:
    """One ministack process on a free port, stopped with its whole process group at the end."""

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}"
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="amp-live-"))
        self.keys = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _keys_of(self))
        threading.Thread(target=self.keys.serve_forever, daemon=True).start()
        # ministack makes it itself; buckets take nothing that comes without TLS
        self.certificate = self.dir / "ministack-tls" / "server.crt"
        # Code of functions is unpacked below TMPDIR: this is how handlers find the SDK that the real
        # runtime brings.
        (self.dir / "node_modules").symlink_to(ampc.node_modules())
        others = ("AWS_", "MINISTACK_", "NODE_", "REQUESTS_", "SSL_", "CURL_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        self.env = kept | {
            "AUTH": "true",
            "USE_SSL": "1",
            "AWS_CA_BUNDLE": str(self.certificate),
            "NODE_EXTRA_CA_CERTS": str(self.certificate),
            "AWS_ACCESS_KEY_ID": ADMIN["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": ADMIN["aws_secret_access_key"],
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.url,
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "IOT_MTLS_ENABLED": "0",
            "LAMBDA_STRICT": "0",
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "PATH": f"{ampc.node().parent}{os.pathsep}{os.environ['PATH']}",
            "TMPDIR": str(self.dir),
            # how its API Gateway asks for the keys of a user pool
            "http_proxy": f"http://127.0.0.1:{self.keys.server_port}",
            "no_proxy": "",
        }
        self.log = self.dir / "ministack.log"
        command = [sys.executable, "-m", "ministack"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=self.env, cwd=self.dir, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._wait_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait_ready(self, timeout=60):
        end = time.monotonic() + timeout
        while time.monotonic() < end and self.process.poll() is None:
            with (
                contextlib.suppress(OSError),
                self.open(self.url + "/_ministack/health", timeout=2) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"ministack did not start:\n{self.log.read_text()[-3000:]}")

    def __exit__(self, *_):
        for kind in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, kind)  # with the functions that still run
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
        self.keys.shutdown()
        self.keys.server_close()
        shutil.rmtree(self.dir, ignore_errors=True)

    def open(self, request, timeout=60):
        """The answer to a request over TLS."""
        trust = ssl.create_default_context(cafile=self.certificate)
        return urllib.request.urlopen(request, timeout=timeout, context=trust)

    def client(self, service, **credentials):
        """A client of a service, by default as administrator."""
        config = Config(
            retries={"max_attempts": 1},
            connect_timeout=5,
            read_timeout=60,
            region_name=REGION,
            s3={"addressing_style": "path"},
        )
        return boto3.client(
            service,
            endpoint_url=self.url,
            config=config,
            verify=str(self.certificate),
            **(credentials or ADMIN),
        )

    def aws(self, *arguments):
        """What the AWS command line prints."""
        command = [pathlib.Path(sys.executable).parent / "aws", *map(str, arguments)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=90)
        if done.returncode:
            raise RuntimeError(f"aws {' '.join(map(str, arguments))}: {done.stderr or done.stdout}")
        return done.stdout

    def put_secret(self, stack, name, value):
        """A secret of functions, as `ampc build` says to put it."""
        self.aws(
            "ssm", "put-parameter", "--type", "SecureString", "--overwrite",
            "--name", f"/amp/{stack}/secrets/{name}", "--value", value,
        )  # fmt: skip

    def deploy(self, built, stack, secrets=()):
        """`aws cloudformation package`, as documented, then create or update. Nested stacks come along."""
        for name in secrets:
            self.put_secret(stack, name, secrets[name])
        template = built.template
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::Lambda::Function":
                properties = resource["Properties"]
                properties["Timeout"] = max(properties.get("Timeout", 3), LEAST_TIMEOUT)
        source = built.out / f".{stack}.json"
        source.write_text(json.dumps(template))
        packaged = self.dir / f"{stack}.json"
        s3 = self.client("s3")
        with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
            s3.create_bucket(Bucket="deploy")
        self.aws(
            "cloudformation", "package", "--template-file", source, "--s3-bucket", "deploy",
            "--use-json", "--output-template-file", packaged,
        )  # fmt: skip
        source.unlink()
        return App(self, stack, self._apply(stack, self._with_schema(packaged, built), built))

    def _with_schema(self, packaged, built):
        """The packaged template, with the schema inline: ministack reads none from a bucket."""
        template = json.loads(packaged.read_text())
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::AppSync::GraphQLSchema":
                location = resource["Properties"].pop("DefinitionS3Location")
                if not location.startswith("s3://deploy/"):
                    raise ValueError(f"the schema was not uploaded: {location}")
                resource["Properties"]["Definition"] = (built.out / "schema.graphql").read_text()
        return json.dumps(template)

    def _apply(self, stack, template, built, timeout=120):
        cloudformation = self.client("cloudformation")
        given = [it.split("=", 1) for it in json.loads((built.out / "parameters.json").read_text())]
        # a template of more than 51,200 bytes comes from a bucket
        self.client("s3").put_object(Bucket="deploy", Key=f"{stack}.json", Body=template.encode())
        call = {
            "StackName": stack,
            "TemplateURL": f"{self.url}/deploy/{stack}.json",
            "Capabilities": ["CAPABILITY_IAM"],
            "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in given],
        }
        try:
            cloudformation.describe_stacks(StackName=stack)
            cloudformation.update_stack(**call)
        except ClientError as error:
            text = error.response["Error"]["Message"]
            if "does not exist" in text:
                cloudformation.create_stack(**call)
            elif "No updates are to be performed" not in text:
                raise
        end = time.monotonic() + timeout
        while True:
            found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
            if not found["StackStatus"].endswith("_IN_PROGRESS"):
                break
            if time.monotonic() > end:
                raise TimeoutError(f"{stack}: {found['StackStatus']} after {timeout} s")
            time.sleep(0.1)
        if found["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
            failed = [
                f"{event['LogicalResourceId']} ({event['ResourceType']}): {event.get('ResourceStatusReason')}"
                for event in events
                if "FAILED" in event["ResourceStatus"]
            ]
            raise DeployError("\n".join([f"{stack}: {found['StackStatus']}", *failed]))
        return found


class App:
    """A deployed stack."""

    def __init__(self, cloud, stack, described):
        self.cloud, self.stack = cloud, stack
        self.outputs = {it["OutputKey"]: it["OutputValue"] for it in described.get("Outputs", [])}
        self.resources, self.by_type = {}, {}
        self._list(stack)
        self.admin = cloud.client("cognito-idp")

    def _list(self, stack):
        """Notes the resources of a stack and of those nested in it."""
        listing = self.cloud.client("cloudformation").get_paginator("list_stack_resources")
        for page in listing.paginate(StackName=stack):
            for resource in page["StackResourceSummaries"]:
                kind, physical = resource["ResourceType"], resource["PhysicalResourceId"]
                self.resources[resource["LogicalResourceId"]] = physical
                self.by_type.setdefault(kind, []).append(physical)
                if kind == "AWS::CloudFormation::Stack":
                    self._list(physical)

    def _only(self, kind):
        found = self.by_type.get(kind, [])
        if len(found) != 1:
            raise LookupError(f"{self.stack} has {len(found)} {kind}")
        return found[0]

    @functools.cached_property
    def pool(self):
        return self._only("AWS::Cognito::UserPool")

    @functools.cached_property
    def pool_client(self):
        return self._only("AWS::Cognito::UserPoolClient")

    @functools.cached_property
    def identity_pool(self):
        return self._only("AWS::Cognito::IdentityPool")

    # people

    def sign_up(self, email, password, groups=(), **attributes):
        """Signs up, confirms, fires PostConfirmation (ministack calls PreSignUp itself), adds `groups`, and
        signs in."""
        self.cloud.client("cognito-idp").sign_up(
            ClientId=self.pool_client,
            Username=email,
            Password=password,
            UserAttributes=[{"Name": key, "Value": it} for key, it in {"email": email, **attributes}.items()],
        )
        self.admin.admin_confirm_sign_up(UserPoolId=self.pool, Username=email)
        self.fire("PostConfirmation", "PostConfirmation_ConfirmSignUp", email)
        for group in groups:
            self.admin.admin_add_user_to_group(UserPoolId=self.pool, Username=email, GroupName=group)
        return self.sign_in(email, password)

    def sign_in(self, email, password):
        """The tokens of a user, through the client's own flow: {AccessToken, IdToken, RefreshToken}."""
        return srp.sign_in(self.cloud.client("cognito-idp"), self.pool, self.pool_client, email, password)

    def groups_of(self, email):
        found = self.admin.admin_list_groups_for_user(UserPoolId=self.pool, Username=email)["Groups"]
        return sorted(group["GroupName"] for group in found)

    # triggers and schedules

    def may_call(self, function, service, source_arn):
        """Whether the function's own policy lets `service` call it for `source_arn`, and for no other."""
        try:
            policy = self.cloud.client("lambda").get_policy(
                FunctionName=self.resources.get(function, function)
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            return False
        return any(
            statement["Effect"] == "Allow"
            and statement["Principal"] == {"Service": service}
            and statement["Action"] == "lambda:InvokeFunction"
            and statement.get("Condition", {}).get("ArnLike", {}).get("AWS:SourceArn") == source_arn
            for statement in json.loads(policy["Policy"])["Statement"]
        )

    def deployed_triggers(self):
        """The pool's triggers {name: function ARN}. Raises for one that Cognito has no permission to call."""
        pool = self.admin.describe_user_pool(UserPoolId=self.pool)["UserPool"]
        config = pool.get("LambdaConfig", {})
        found = {name: it if isinstance(it, str) else it["LambdaArn"] for name, it in config.items()}
        for trigger, arn in found.items():
            if not self.may_call(arn, "cognito-idp.amazonaws.com", pool["Arn"]):
                raise PermissionError(f"{trigger}: Cognito may not call {arn}")
        return found

    def fire(self, trigger, source, email):
        """Calls the pool's function for `trigger` as Cognito would; None if the pool has no such trigger."""
        arn = self.deployed_triggers().get(trigger)
        if not arn:
            return None
        user = self.admin.admin_get_user(UserPoolId=self.pool, Username=email)
        event = {
            "version": "1",
            "region": REGION,
            "userPoolId": self.pool,
            "userName": user["Username"],
            "triggerSource": source,
            "callerContext": {"awsSdkVersion": "live", "clientId": self.pool_client},
            "request": {"userAttributes": {it["Name"]: it["Value"] for it in user["UserAttributes"]}},
            "response": {},
        }
        return self.invoke(arn, event)

    # roles and functions

    def assume_group_role(self, tokens):
        """A session under the role that AWS would choose: that of the token's group with the lowest
        precedence, read from the deployed pool (ministack puts no cognito:preferred_role into tokens)."""
        names = claims(tokens["IdToken"]).get("cognito:groups", [])
        groups = [self.admin.get_group(UserPoolId=self.pool, GroupName=name)["Group"] for name in names]
        if not groups:
            raise LookupError("the token names no group")
        best = min(groups, key=lambda group: group.get("Precedence", float("inf")))
        return self.assume(best["RoleArn"], tokens)

    def role_arn(self, logical_id):
        return self.cloud.client("iam").get_role(RoleName=self.resources[logical_id])["Role"]["Arn"]

    def assume(self, role_arn, tokens=None, identity_pool=None):
        """A session under a role, through the role's own trust policy: as signed-in user, or as guest."""
        identity = self.cloud.client("cognito-identity")
        logins = {f"cognito-idp.{REGION}.amazonaws.com/{self.pool}": tokens["IdToken"]} if tokens else {}
        who = identity.get_id(IdentityPoolId=identity_pool or self.identity_pool, Logins=logins)["IdentityId"]
        token = identity.get_open_id_token(IdentityId=who, Logins=logins)["Token"]
        got = self.cloud.client("sts").assume_role_with_web_identity(
            RoleArn=role_arn, RoleSessionName="live", WebIdentityToken=token
        )
        return Session(self.cloud, got["Credentials"])

    def call(self, api, method, path, token=None, body=None, query=None, headers=None, session=None):
        """Calls an HTTP API by logical ID, over API Gateway: the status, and what the body says. With a
        session, the call is signed with its credentials."""
        query = f"?{urllib.parse.urlencode(query)}" if query else ""
        url = f"{self.cloud.url}/_aws/execute-api/{self.resources[api]}/$default{path}{query}"
        bearer = {"authorization": token} if token else {}
        headers = {"content-type": "application/json", **bearer, **(headers or {})}
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        if session:
            headers = session.signed(method, url, data, headers)
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with self.cloud.open(request) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or "null")

    def invoke(self, function, event, client=None):
        """Calls a function by logical ID or ARN and returns its result."""
        name = self.resources.get(function, function)
        answer = (client or self.cloud.client("lambda")).invoke(FunctionName=name, Payload=json.dumps(event))
        body = json.loads(answer["Payload"].read() or "null")
        if "FunctionError" in answer:
            raise HandlerError(body)
        return body


class Session:
    """Credentials of a role."""

    def __init__(self, cloud, got):
        self.cloud = cloud
        self.keys = {
            "aws_access_key_id": got["AccessKeyId"],
            "aws_secret_access_key": got["SecretAccessKey"],
            "aws_session_token": got["SessionToken"],
        }

    def client(self, service):
        return self.cloud.client(service, **self.keys)

    def signed(self, method, url, data, headers):
        """The headers of a call of an API, and those that sign it."""
        keys = Credentials(*self.keys.values())
        request = AWSRequest(method, url, headers, data)
        SigV4Auth(keys, "execute-api", REGION).add_auth(request)
        return dict(request.headers)
