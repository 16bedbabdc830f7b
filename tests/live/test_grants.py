"""Grants in words, values of other resources, streams of tables, and outputs of one's own."""

import json
import time

import pytest

import ampc
from cloud import ACCOUNT, REGION

SECRET = "prod/stripe"

# As the services call a refusal.
REFUSED = {"AccessDenied", "AccessDeniedException", "AuthorizationError"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return ampc.build(ampc.copy(ampc.PROJECTS / "grants", tmp_path_factory.mktemp("grants") / "grants"))


@pytest.fixture(scope="module")
def app(cloud, built):
    app = cloud.deploy(built, "grants")
    for queue in ("jobs", "others"):
        cloud.client("sqs").create_queue(QueueName=queue)
    for topic in ("orders", "others"):
        cloud.client("sns").create_topic(Name=topic)
    for secret in (SECRET, "prod/other"):
        cloud.client("secretsmanager").create_secret(Name=secret, SecretString="s3cret")
    for name in ("/shop/currency", "/shopping"):
        cloud.client("ssm").put_parameter(Name=name, Value="EUR", Type="String")
    return app


def table(app, model):
    """The name of a model's table, which lives in a stack of its own."""
    return app.resources[f"{model}Table"]


def tries(app, service, op, **given):
    return app.invoke("ClerkFunction", {"service": service, "op": op, "with": json.dumps(given)})


def cases(app):
    def queue(name):
        return app.cloud.client("sqs").get_queue_url(QueueName=name)["QueueUrl"]

    def topic(name):
        return f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"

    article, note = table(app, "Article"), table(app, "Note")
    key = {"id": {"S": "a"}}
    return [
        (True, "dynamodb", "put_item", {"TableName": article, "Item": key}),
        (True, "dynamodb", "get_item", {"TableName": article, "Key": key}),
        (True, "dynamodb", "scan", {"TableName": article}),
        (False, "dynamodb", "delete_item", {"TableName": article, "Key": key}),
        (False, "dynamodb", "delete_table", {"TableName": article}),
        (False, "dynamodb", "get_item", {"TableName": note, "Key": key}),
        (False, "dynamodb", "put_item", {"TableName": note, "Item": key}),
        (True, "lambda", "invoke", {"FunctionName": app.resources["CalledFunction"]}),
        (False, "lambda", "invoke", {"FunctionName": app.resources["AuditFunction"]}),
        (True, "secretsmanager", "get_secret_value", {"SecretId": SECRET}),
        (False, "secretsmanager", "get_secret_value", {"SecretId": "prod/other"}),
        (False, "secretsmanager", "put_secret_value", {"SecretId": SECRET, "SecretString": "x"}),
        (True, "ssm", "get_parameter", {"Name": "/shop/currency"}),
        (False, "ssm", "get_parameter", {"Name": "/shopping"}),
        (False, "ssm", "put_parameter", {"Name": "/shop/currency", "Value": "x", "Overwrite": True}),
        (True, "sns", "publish", {"TopicArn": topic("orders"), "Message": "x"}),
        (False, "sns", "publish", {"TopicArn": topic("others"), "Message": "x"}),
        (True, "sqs", "send_message", {"QueueUrl": queue("jobs"), "MessageBody": "x"}),
        (False, "sqs", "receive_message", {"QueueUrl": queue("jobs")}),
        (False, "sqs", "send_message", {"QueueUrl": queue("others"), "MessageBody": "x"}),
    ]


def test_a_function_does_what_it_is_granted_and_nothing_else(app):
    wrong = []
    for allowed, service, op, given in cases(app):
        said = tries(app, service, op, **given)
        if said not in ({"ok"} if allowed else REFUSED):
            wrong.append((service, op, given, said))
    assert wrong == []


def test_a_function_knows_what_its_environment_refers_to(app):
    names = ["NOTES", "PLACE", "ARTICLE_TABLE_NAME", "CALLED_FUNCTION_NAME"]
    assert app.invoke("ClerkFunction", {"op": "told", "names": names}) == {
        "NOTES": table(app, "Note"),
        "PLACE": f"{REGION}/{app.stack}",
        "ARTICLE_TABLE_NAME": table(app, "Article"),
        "CALLED_FUNCTION_NAME": app.resources["CalledFunction"],
    }


def test_changes_of_items_reach_the_function(app):
    tables = app.cloud.client("dynamodb")
    tables.put_item(TableName=table(app, "Note"), Item={"id": {"S": "n1"}, "text": {"S": "x"}})
    until = time.monotonic() + 60
    while time.monotonic() < until:
        seen = tables.get_item(TableName=table(app, "Article"), Key={"id": {"S": "seen-n1"}})
        if "Item" in seen:
            assert seen["Item"]["title"] == {"S": "INSERT"}
            return
        time.sleep(0.5)
    raise AssertionError("the function was never called")


def test_outputs_of_ones_own_are_filled_in(app, built):
    values = [{"OutputKey": key, "OutputValue": value} for key, value in app.outputs.items()]
    stack = {"StackName": app.stack, "Outputs": values}
    done = ampc.run("outputs", built.project, "--stack", "-", stdin=json.dumps(stack))
    outputs = json.loads(done.stdout)
    name = app.resources["ClerkFunction"]
    assert outputs["custom"] == {"clerk": {"name": name, "place": f"{REGION}!"}}


# mistakes that must be noticed


def test_a_grant_that_is_wider_or_lost_is_noticed(changed, built):
    def change(resources):
        statements = resources["ClerkFunctionOwnPolicy"]["Properties"]["PolicyDocument"]["Statement"]
        for statement in statements:
            if "ssm:GetParameter" in statement["Action"]:
                statement["Action"].append("ssm:PutParameter")
            if "sns:Publish" in statement["Action"]:
                statement["Effect"] = "Deny"

    app = changed("widergrants", change, built)
    assert tries(app, "ssm", "put_parameter", Name="/shop/currency", Value="x", Overwrite=True) == "ok"
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:orders"
    assert tries(app, "sns", "publish", TopicArn=topic, Message="x") in REFUSED
