"""parliament, which knows every action of IAM with its resources and conditions, on the policies of a
template."""

import json
import re
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of setuptools about pkg_resources, which parliament uses
    import parliament

# The user's id in the identity pool. parliament takes files below it for none of `arn:*:s3:::*/*`.
VARIABLE = "${cognito-identity.amazonaws.com:sub}"

# What is found and is meant: (issue, detail) -> why.
MEANT = {
    ("RESOURCE_STAR", "['sns:Publish']"): "a text message to a phone number has no resource",
    (
        "UNKNOWN_ACTION",
        "Unknown action lambda:CheckpointDurableExecution",
    ): "newer than parliament; cfn-lint knows it",
    (
        "UNKNOWN_ACTION",
        "Unknown action lambda:GetDurableExecutionState",
    ): "newer than parliament; cfn-lint knows it",
    (
        "UNKNOWN_CONDITION_FOR_ACTION",
        "Unknown condition lambda:InvokedViaFunctionUrl for action lambda:InvokeFunction",
    ): "newer than parliament: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
}

# What `Fn::GetAtt ... Arn` gives.
ARNS = {
    "AWS::AppSync::GraphQLApi": "arn:aws:appsync:us-east-1:123456789012:apis/api",
    "AWS::Cognito::UserPool": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Pool",
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:us-east-1:123456789012:table/table",
    "AWS::IAM::Role": "arn:aws:iam::123456789012:role/role",
    "AWS::KMS::Key": "arn:aws:kms:us-east-1:123456789012:key/key",
    "AWS::Lambda::Function": "arn:aws:lambda:us-east-1:123456789012:function:function",
    "AWS::Logs::LogGroup": "arn:aws:logs:us-east-1:123456789012:log-group:group:*",
    "AWS::S3::Bucket": "arn:aws:s3:::bucket",
}
PSEUDO = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::StackId": "arn:aws:cloudformation:us-east-1:123456789012:stack/app/0",
    "AWS::StackName": "app",
}


def resolved(value, template):
    """A value as it is when the template is deployed; names of resources are their logical IDs."""

    def one(name):
        if name.startswith("!"):
            return "${" + name[1:] + "}"
        place, _, attribute = name.partition(".")
        if not attribute:
            return PSEUDO.get(place, place)
        if attribute == "StreamArn":
            return f"{ARNS['AWS::DynamoDB::Table']}/stream/label"
        if attribute != "Arn":
            return f"{place}-{attribute}"
        return ARNS[template["Resources"][place]["Type"]]

    if isinstance(value, list):
        return [resolved(it, template) for it in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"Ref": name}:
            return one(name)
        case {"Fn::GetAtt": [place, attribute]}:
            return one(f"{place}.{attribute}")
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{([^}]+)\}", lambda match: one(match[1]), text)
        case {"Fn::Join": [separator, parts]}:
            return separator.join(resolved(it, template) for it in parts)
        case {"Fn::Select": [index, {"Fn::Split": [separator, text]}]}:
            return resolved(text, template).split(separator)[int(index)]
    return {key: resolved(it, template) for key, it in value.items()}


def documents(template):
    """Every policy that says what a role may do: {name: document}. Who may take a role, and what a bucket or
    key says of everybody, is nothing that parliament reads."""
    found = {}
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        if resource["Type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            found[name] = properties["PolicyDocument"]
        if resource["Type"] == "AWS::IAM::Role":
            inside = properties.get("Policies", [])
            found |= {f"{name}.{it['PolicyName']}": it["PolicyDocument"] for it in inside}
    return {name: resolved(it, template) for name, it in found.items()}


def alone(condition):
    """A condition in which one value stands without brackets: parliament reads `Bool` only so, IAM both."""

    def bare(values):
        return values[0] if isinstance(values, list) and len(values) == 1 else values

    return {
        operator: {key: bare(values) for key, values in keys.items()} for operator, keys in condition.items()
    }


def said(document):
    statements = [
        it | {"Condition": alone(it["Condition"])} if "Condition" in it else it
        for it in document["Statement"]
    ]
    document = {**document, "Statement": statements}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parliament about its own regular expressions
        return {
            (it.issue, str(it.detail))
            for it in parliament.analyze_policy_string(json.dumps(document)).findings
            if not wants_every_kind_of_model(it)
        }


def wants_every_kind_of_model(finding):
    """parliament takes each kind of model of Bedrock for one that a statement must name; one is enough."""
    of_models = finding.issue == "RESOURCE_MISMATCH" and isinstance(finding.detail, list)
    return of_models and all(it["action"].startswith("bedrock:InvokeModel") for it in finding.detail)


def findings(template):
    """What parliament finds in each policy: {name: {(issue, detail)}}, without the one false alarm: that
    files of a user, whose id is a variable, are no files. With any other text for the id they must be."""
    found = {}
    for name, document in documents(template).items():
        text = json.dumps(document)
        here = said(json.loads(text.replace(VARIABLE, "us-east-1-id")))
        if VARIABLE in text:
            mine = [it for it in document["Statement"] if VARIABLE in json.dumps(it["Resource"])]
            others = [it for it in document["Statement"] if it not in mine]
            here |= (
                {it for it in said({**document, "Statement": mine}) if it[0] != "RESOURCE_MISMATCH"}
                if mine
                else set()
            )
            here |= said({**document, "Statement": others}) if others else set()
        if here:
            found[name] = here
    return found


def unexpected(template):
    """The same without what is meant."""
    left = {name: here - MEANT.keys() for name, here in findings(template).items()}
    return {name: here for name, here in left.items() if here}
