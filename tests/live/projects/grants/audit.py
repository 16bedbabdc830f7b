import os

import boto3


def handler(event, _):
    """Notes each change of a note as an article."""
    articles = boto3.resource("dynamodb", region_name=os.environ["AWS_REGION"]).Table(
        os.environ["ARTICLE_TABLE_NAME"]
    )
    for record in event["Records"]:
        key = record["dynamodb"]["Keys"]["id"]["S"]
        articles.put_item(Item={"id": f"seen-{key}", "title": record["eventName"]})
