"""Models and operations of the deployed project `data`, in both layouts, as its callers see them.

What ministack does not do: it reads no schema from a bucket (the harness gives it inline), takes tokens
without a look at the directives of the schema, makes no functions of pipelines, says of every caller
that the key was sent, and gives expressions as objects: the code that is deployed here is changed to
what AppSync does, see `told`. It also writes without a look at conditions and updates, and reads whole
tables for queries, so that only what needs none of that is asked here."""

import json
import re
import ssl
import urllib.error
import urllib.request

import pytest

import ampc
from cloud import PASSWORD

CREATE = """mutation ($input: CreateArticleInput!) {
  createArticle(input: $input) { id title rank createdAt comments { items { id } } } }"""


class Api:
    """The API of a deployed stack."""

    def __init__(self, app):
        self.app = app
        self.url, self.key = app.outputs["DataUrl"], app.outputs["DataApiKey"]
        self.trust = ssl.create_default_context(cafile=app.cloud.certificate)

    def ask(self, query, variables=None, token=None):
        """What an operation gives: data and the messages of errors. Without a token, the key is sent."""
        host = self.url.removeprefix("https://").removesuffix("/graphql")
        who = {"authorization": token} if token else {"x-api-key": self.key}
        request = urllib.request.Request(
            f"{self.app.cloud.url}/graphql",
            data=json.dumps({"query": query, "variables": variables or {}}).encode(),
            headers={"host": host, "content-type": "application/json", **who},
        )
        try:
            with urllib.request.urlopen(request, timeout=60, context=self.trust) as answer:
                said = json.load(answer)
        except urllib.error.HTTPError as error:
            said = json.load(error)
        return said.get("data"), [it.get("message") for it in said.get("errors") or []]

    def given(self, query, variables=None, token=None):
        """The data of an operation without errors."""
        data, errors = self.ask(query, variables, token)
        assert errors == []
        return data


def told(built):
    """A build whose resolvers know how the caller came (a user has an identity, the key has none), and take
    expressions as they are."""
    mode = "(ctx.identity ? 'User Pool Authorization' : 'API Key Authorization')"
    for path in [built.out / "template.json", *(built.out / "stacks").glob("*.json")]:
        text = path.read_text().replace("util.authType()", mode)
        path.write_text(re.sub(r"JSON\.parse\((util\.transform\.\w+\([^()]*\))\)", r"\1", text))
    return built


@pytest.fixture(scope="module", params=["nested", "flat"])
def api(cloud, tmp_path_factory, request):
    folder = ampc.copy(ampc.PROJECTS / "data", tmp_path_factory.mktemp("data") / "data")
    text = (folder / "backend.amp").read_text()
    assert 'layout: "nested"' in text
    (folder / "backend.amp").write_text(text.replace('layout: "nested"', f'layout: "{request.param}"'))
    return Api(cloud.deploy(told(ampc.build(folder)), f"data-{request.param}"))


@pytest.fixture(scope="module")
def editor(api):
    return api.app.sign_up("editor@x.example", PASSWORD, groups=["EDITORS"])["AccessToken"]


@pytest.fixture(scope="module")
def reader(api):
    return api.app.sign_up("reader@x.example", PASSWORD)["AccessToken"]


def test_an_article_lives(api, editor):
    made = api.given(CREATE, {"input": {"title": "one"}}, editor)["createArticle"]
    assert made["rank"] == 3 and made["id"] and made["createdAt"]
    read = "query ($id: ID!) { getArticle(id: $id) { id title rank } }"
    assert api.given(read, {"id": made["id"]})["getArticle"]["title"] == "one"
    drop = "mutation ($input: DeleteArticleInput!) { deleteArticle(input: $input) { id } }"
    assert api.given(drop, {"input": {"id": made["id"]}}, editor)["deleteArticle"]["id"] == made["id"]
    assert api.given(read, {"id": made["id"]})["getArticle"] is None


def test_a_comment_leads_to_its_article(api, editor, reader):
    made = api.given(CREATE, {"input": {"title": "told of"}}, editor)["createArticle"]
    comment = "mutation ($input: CreateCommentInput!) { createComment(input: $input) { id } }"
    comment = api.given(comment, {"input": {"articleId": made["id"], "text": "well"}}, reader)[
        "createComment"
    ]
    found = api.given(
        "query ($id: ID!) { getComment(id: $id) { text article { title } } }", {"id": comment["id"]}
    )["getComment"]
    assert found == {"text": "well", "article": {"title": "told of"}}


def test_who_may_not_is_refused(api, reader):
    for token in (None, reader):
        data, errors = api.ask(CREATE, {"input": {"title": "never"}}, token)
        assert errors and not (data or {}).get("createArticle")
    data, errors = api.ask('query { shout(text: "a") }', None, reader)
    assert errors and not (data or {}).get("shout")
    titles = api.given("query { listArticles { items { title } } }")["listArticles"]["items"]
    assert {"title": "never"} not in titles


def test_a_field_has_rules_of_its_own(api, editor):
    made = api.given(CREATE, {"input": {"title": "hidden", "draft": "secret"}}, editor)["createArticle"]
    query = "query ($id: ID!) { getArticle(id: $id) { title draft } }"
    assert api.given(query, {"id": made["id"]}, editor)["getArticle"]["draft"] == "secret"
    data, errors = api.ask(query, {"id": made["id"]})
    assert errors and (data["getArticle"] or {}).get("draft") is None


def test_a_function_answers(api, editor):
    assert api.given('query { shout(text: "hello") }', None, editor) == {"shout": "HELLO"}


def test_the_api_uses_its_tables_and_nothing_else(api):
    """The role of a table lets nobody but the API in, and the key and the tables are those of the stack."""
    roles = [name for name in api.app.resources if name.endswith("TableRole")]
    assert sorted(roles) == ["ArticleTableRole", "CommentTableRole"]
    iam = api.app.cloud.client("iam")
    trust = iam.get_role(RoleName=api.app.resources["ArticleTableRole"])["Role"]["AssumeRolePolicyDocument"]
    assert [it["Principal"] for it in trust["Statement"]] == [{"Service": "appsync.amazonaws.com"}]


def test_a_stranger_is_refused(api):
    stranger = Api(api.app)
    stranger.key = "da2-nobodys"
    data, errors = stranger.ask("query { listArticles { items { title } } }")
    assert errors and not data
