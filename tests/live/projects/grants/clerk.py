import json
import os

import boto3
from botocore.exceptions import ClientError


def handler(event, _):
    """Tries one thing under the function's own role, and says how it went."""
    if event["op"] == "told":
        return {name: os.environ.get(name) for name in event["names"]}
    try:
        client = boto3.client(event["service"], region_name=os.environ["AWS_REGION"])
        getattr(client, event["op"])(**json.loads(event["with"]))
        return "ok"
    except ClientError as error:
        return error.response["Error"]["Code"]
