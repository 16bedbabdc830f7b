// Everything a person does with the client. It is checked twice: `#schema` is what ampc writes, then what Amplify infers.
import { generateClient, type Client, type SelectionSet } from "aws-amplify/data";
import { generateClient as generateApiClient } from "aws-amplify/api";
import { generateClient as generateServerClient } from "aws-amplify/data/server";
import type { V6ClientSSRCookies, V6ClientSSRRequest } from "aws-amplify/api/internals";
import type { Schema } from "#schema";

const client = generateClient<Schema>();
const scoped = generateClient<Schema>({ authMode: "apiKey", headers: { "x-trace": "1" } });
const api: Client<Schema> = generateApiClient<Schema>({ authMode: "userPool" });
declare const cookies: V6ClientSSRCookies<Schema>;
declare const request: V6ClientSSRRequest<Schema>;
declare const contextSpec: { readonly token: { readonly value: symbol } };

type Equal<X, Y> = (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? true : false;
function is<T>(_value: T): void {}
function exactly<X, Y>(_same: Equal<X, Y>): void {}

type Article = Schema["Article"]["type"];
type Status = Schema["Status"]["type"];
exactly<Status, "DRAFT" | "PUBLISHED" | "ARCHIVED">(true);
exactly<Schema["Geo"]["type"], { lat: number; lon: number }>(true);
exactly<Schema["Article"]["identifier"], { readonly id: string }>(true);
exactly<Schema["Order"]["identifier"], { customer: string; number: number }>(true);
exactly<Schema["Order"]["deleteType"], { customer: string; number: number }>(true);
exactly<Schema["Article"]["nestedTypes"]["mood"]["type"], "HAPPY" | "SAD">(true);
exactly<Schema["Article"]["nestedTypes"]["meta"]["type"]["words"], number>(true);
exactly<Schema["echo"]["args"]["content"], string>(true);
exactly<Schema["received"]["type"], { lat: number; lon: number }>(true);

const complete: Schema["Article"]["createType"] = {
  slug: "a", title: "A", pinned: true, extraRequired: { any: ["thing"] }, tagsArray: ["x", null], tagsBoth: ["x"],
  statusRequired: "DRAFT", statusesArray: ["DRAFT", null], statusesBoth: ["DRAFT"],
  addressRequired: { street: "s", home: { lat: 1, lon: 2 }, inner: { level: 1 } }, addressesBoth: [],
};
is<Schema["Article"]["createType"]>({ ...complete, id: "own", body: null, mood: "SAD", meta: { words: 1 } });
// @ts-expect-error an enum has only its values
is<Schema["Article"]["createType"]>({ ...complete, statusRequired: "LOST" });
// @ts-expect-error a required field
is<Schema["Comment"]["createType"]>({ text: "x" });
// @ts-expect-error required fields are not null
is<Schema["Comment"]["createType"]>({ text: null, articleId: "1" });
// @ts-expect-error timestamps are not written
is<Schema["Comment"]["createType"]>({ text: "x", articleId: "1", createdAt: "now" });
// @ts-expect-error relations are not written
is<Schema["Comment"]["createType"]>({ text: "x", articleId: "1", article: { id: "1" } });
is<Schema["Author"]["createType"]>({ name: "n", createdAt: "2026-01-01T00:00:00Z" });
// @ts-expect-error a declared createdAt is as declared: required
is<Schema["Author"]["createType"]>({ name: "n" });
is<Schema["Comment"]["updateType"]>({ id: "1" });
is<Schema["Comment"]["updateType"]>({ id: "1", secret: null, text: "new" });
// @ts-expect-error the identifier is needed
is<Schema["Comment"]["updateType"]>({ text: "new" });
// @ts-expect-error required fields cannot be set to null
is<Schema["Comment"]["updateType"]>({ id: "1", text: null });
is<Schema["Order"]["updateType"]>({ customer: "c", number: 1, note: "n" });
// @ts-expect-error both parts of the identifier
is<Schema["Order"]["updateType"]>({ customer: "c" });
// @ts-expect-error of their types
is<Schema["Order"]["identifier"]>({ customer: "c", number: "1" });

export async function create() {
  const { data, errors, extensions } = await client.models.Article.create(complete, { authMode: "userPool" });
  exactly<NonNullable<typeof errors>[number]["message"], string>(true);
  is<{ [key: string]: any } | undefined>(extensions);
  if (!data) return;
  is<string>(data.id);
  exactly<typeof data.body, string | null>(true);
  exactly<typeof data.views, number | null>(true);
  exactly<typeof data.live, boolean | null>(true);
  exactly<typeof data.tags, (string | null)[] | null>(true);
  exactly<typeof data.tagsItems, string[] | null>(true);
  exactly<typeof data.tagsArray, (string | null)[]>(true);
  exactly<typeof data.tagsBoth, string[]>(true);
  exactly<typeof data.status, Status | null>(true);
  exactly<typeof data.statuses, (Status | null)[] | null>(true);
  exactly<typeof data.mood, "HAPPY" | "SAD" | null>(true);
  exactly<typeof data.createdAt, string>(true);
  is<number | undefined>(data.address?.geo?.lat);
  is<number>(data.addressRequired.home.lat);
  // @ts-expect-error it may be null
  is<string>(data.body);
  // @ts-expect-error no such field
  data.bodi;
  // @ts-expect-error set by the service
  data.createdAt = "now";
  data.title = "fine";
  // @ts-expect-error no id in a model that has another identifier
  (await client.models.Country.get({ code: "DE" })).data?.id;
  is<Article>({ ...data, author: data.author, comments: data.comments });
}

export async function lazy() {
  const { data: article } = await client.models.Article.get({ id: "1" });
  if (!article) return;
  const { data: author } = await article.author();
  is<string | undefined>(author?.name);
  // @ts-expect-error the author may be missing
  author.name;
  const page = await article.comments({ limit: 10, nextToken: null, authMode: "apiKey", authToken: "t", headers: { a: "b" } });
  is<string[]>(page.data.map((c) => c.text));
  exactly<typeof page.nextToken, string | null | undefined>(true);
  const back = await page.data[0]?.article({ headers: async () => ({ a: "b" }) });
  is<string | undefined>(back?.data?.slug);
  // @ts-expect-error a single item has no pages
  article.author({ limit: 1 });
  // @ts-expect-error no such mode
  article.author({ authMode: "magic" });
  // @ts-expect-error Audit has no list operation to load from
  article.audits();
  const tags = await (await article.tagLinks()).data[0]?.tag();
  is<string | undefined>(tags?.data?.label);
  const { data: node } = await client.models.Node.get({ id: "1" });
  const grandparent = await (await node?.parent())?.data?.parent();
  is<string | undefined>(grandparent?.data?.name);
}

export async function read() {
  // @ts-expect-error one id
  await client.models.Article.get({ id: 1 });
  // @ts-expect-error an identifier of two fields
  await client.models.Order.get({ customer: "c" });
  await client.models.Order.get({ customer: "c", number: 1 }, { authMode: "lambda", authToken: "t" });
  // @ts-expect-error no such model
  client.models.Missing;
  const { data, nextToken } = await client.models.Article.list({
    filter: {
      title: { beginsWith: "a", size: { gt: 3 } }, views: { between: [1, 2] }, live: { eq: true }, status: { eq: "DRAFT" },
      and: [{ title: { ne: "b" } }, { not: { rating: { gt: 1 } } }], or: { pinned: { attributeExists: true } },
    },
    limit: 5, nextToken: undefined, authMode: "identityPool", headers: { a: "b" },
  });
  is<string[]>(data.map((a) => a.title));
  exactly<typeof nextToken, string | null | undefined>(true);
  // @ts-expect-error numbers are not compared with text
  await client.models.Article.list({ filter: { views: { beginsWith: "1" } } });
  // @ts-expect-error nor text with numbers
  await client.models.Article.list({ filter: { title: { eq: 1 } } });
  // @ts-expect-error true or false has no order
  await client.models.Article.list({ filter: { live: { gt: true } } });
  // @ts-expect-error no filter on a relation
  await client.models.Article.list({ filter: { comments: { eq: "x" } } });
  // @ts-expect-error no such field
  await client.models.Article.list({ filter: { titel: { eq: "x" } } });
  // @ts-expect-error no sort direction without a sort key
  await client.models.Article.list({ sortDirection: "ASC" });
  await client.models.Order.list({ customer: "c", number: { ge: 3 }, sortDirection: "DESC" });
  await client.models.Line.list({ orderCustomer: "c", orderNumberState: { between: [{ orderNumber: 1, state: "DRAFT" }, { orderNumber: 2, state: "DRAFT" }] } });
  await client.models.Line.list({ orderCustomer: "c", orderNumberState: { beginsWith: { orderNumber: 1 } } });
  // @ts-expect-error the sort key is a condition
  await client.models.Order.list({ customer: "c", number: 3 });
  // @ts-expect-error a direction is ASC or DESC
  await client.models.Order.list({ customer: "c", sortDirection: "UP" });
  // @ts-expect-error both fields of the key
  await client.models.Line.list({ orderCustomer: "c", orderNumberState: { eq: { orderNumber: 1 } } });
}

export async function indexes() {
  const one = await client.models.Article.listArticleBySlug({ slug: "a" }, { filter: { title: { eq: "x" } }, limit: 1, sortDirection: "ASC" });
  is<string | undefined>(one.data[0]?.title);
  await client.models.Article.articleBySlug({ slug: "a", title: { beginsWith: "b" } });
  await client.models.Article.listArticleByAuthorIdAndViews({ authorId: "1", views: { gt: 3 } }, { sortDirection: "DESC", selectionSet: ["id", "views"] });
  await client.models.Article.articlesByStatus({ status: "DRAFT", viewsTitle: { eq: { views: 1, title: "t" } } });
  await client.models.Article.listArticleByTitleAndStatusRequired({ title: "t", statusRequired: { eq: "DRAFT" } });
  await client.models.Article.listArticleByMood({ mood: "SAD" });
  // @ts-expect-error the partition key is needed
  await client.models.Article.articleBySlug({ title: { eq: "b" } });
  // @ts-expect-error and has one value
  await client.models.Article.articleBySlug({ slug: { eq: "b" } });
  // @ts-expect-error a number
  await client.models.Article.listArticleByAuthorIdAndViews({ authorId: "1", views: { gt: "3" } });
  // @ts-expect-error a value of the enum
  await client.models.Article.articlesByStatus({ status: "LOST" });
  // @ts-expect-error a value of the enum
  await client.models.Article.listArticleByTitleAndStatusRequired({ title: "t", statusRequired: { eq: "LOST" } });
  // @ts-expect-error no such index
  await client.models.Article.listArticleByTitle({ title: "t" });
  // @ts-expect-error this model has none
  await client.models.Comment.listCommentByText({ text: "t" });
}

export async function change() {
  const { data } = await client.models.Comment.update({ id: "1", text: "new" }, { selectionSet: ["id", "article.title"] });
  exactly<typeof data, { readonly id: string; readonly article: { readonly title: string } } | null>(true);
  await client.models.Line.delete({ orderCustomer: "c", orderNumber: 1, state: "DRAFT" }, { authMode: "iam" });
  // @ts-expect-error the whole identifier
  await client.models.Line.delete({ orderCustomer: "c", orderNumber: 1 });
  // @ts-expect-error no such field
  await client.models.Comment.update({ id: "1", texd: "new" });
}

export async function select() {
  const { data } = await client.models.Article.list({
    selectionSet: ["id", "title", "author.name", "comments.text", "tagLinks.tag.links.tagId", "tagLinks.tag.label", "address.geo.lat", "addresses.zip", "meta.words", "cover.*"],
  });
  const first = data[0]!;
  exactly<(typeof first)["author"], { readonly name: string }>(true);
  exactly<(typeof first)["comments"], { readonly text: string }[]>(true);
  exactly<(typeof first)["tagLinks"], { readonly tag: { readonly label: string; readonly links: { readonly tagId: string }[] } }[]>(true);
  exactly<(typeof first)["addresses"], ({ readonly zip: string | null } | null)[] | null>(true);
  is<string>(first.cover.url);
  is<string | null>(first.cover.articleId);
  // @ts-expect-error not selected
  first.body;
  // @ts-expect-error not selected
  first.comments[0]!.id;
  // @ts-expect-error `.*` takes no relations along
  first.cover.article;
  // @ts-expect-error selected items are read only
  first.title = "x";
  // @ts-expect-error no such field
  await client.models.Article.list({ selectionSet: ["titel"] });
  // @ts-expect-error no such field in the relation
  await client.models.Article.get({ id: "1" }, { selectionSet: ["author.nam"] });
  // @ts-expect-error a relation needs a field or `*`
  await client.models.Article.get({ id: "1" }, { selectionSet: ["comments"] });
  // @ts-expect-error what leads straight back is left out
  await client.models.Article.get({ id: "1" }, { selectionSet: ["comments.article.slug"] });
  const deep = await client.models.Node.get({ id: "1" }, { selectionSet: ["children.children.children.children.children.name"] });
  is<string | undefined>(deep.data?.children[0]?.children[0]?.children[0]?.children[0]?.children[0]?.name);
  const set = ["title", "author.name", "comments.*"] as const;
  type Row = SelectionSet<Schema["Article"], typeof set>;
  exactly<Row["title"], string>(true);
  exactly<Row["author"], { readonly name: string }>(true);
  const { data: rows } = await client.models.Article.list({ selectionSet: set });
  is<readonly Row[]>(rows);
  // @ts-expect-error not part of the set
  type _Body = Row["body"];
}

export function watch() {
  client.models.Article.onCreate({ filter: { title: { in: ["a"] }, views: { notIn: [1] }, live: { eq: true } } }).subscribe({
    next: (a) => is<string>(a.title),
    error: (e: unknown) => is<unknown>(e),
  }).unsubscribe();
  client.models.Article.onUpdate({ selectionSet: ["title"], authMode: "apiKey" }).subscribe((a) => {
    exactly<typeof a, { readonly title: string }>(true);
  });
  client.models.Comment.onDelete().subscribe((c) => is<string>(c.text));
  client.models.Article.observeQuery({ filter: { title: { eq: "a" } } }).subscribe(({ items, isSynced }) => {
    is<boolean>(isSynced);
    is<string[]>(items.map((i) => i.title));
  });
  // @ts-expect-error subscriptions have no size
  client.models.Article.onCreate({ filter: { title: { size: { eq: 1 } } } });
  // @ts-expect-error no list in a number's place
  client.models.Article.onCreate({ filter: { views: { in: ["1"] } } });
}

export async function disabled() {
  await client.models.Audit.get({ id: "1" });
  // @ts-expect-error mutations are off
  client.models.Audit.create;
  // @ts-expect-error mutations are off
  client.models.Audit.update;
  // @ts-expect-error mutations are off
  client.models.Audit.delete;
  // @ts-expect-error list is off
  client.models.Audit.list;
  // @ts-expect-error list is off, and so is what needs it
  client.models.Audit.observeQuery;
  // @ts-expect-error subscriptions are off
  client.models.Audit.onCreate;
  await client.models.Plain.create({ n: 1 });
  await client.models.Plain.update({ id: "1", n: null });
  client.models.Plain.onCreate();
  // @ts-expect-error queries are off
  client.models.Plain.get;
  // @ts-expect-error queries are off
  client.models.Plain.list;
  // @ts-expect-error delete is off
  client.models.Plain.delete;
  // @ts-expect-error onUpdate is off
  client.models.Plain.onUpdate;
}

export async function enums() {
  exactly<ReturnType<typeof client.enums.Status.values>, Status[]>(true);
  exactly<ReturnType<typeof client.enums.ArticleMood.values>, ("HAPPY" | "SAD")[]>(true);
  // @ts-expect-error no such enum
  client.enums.Mood;
  // @ts-expect-error a custom type is no enum
  client.enums.ArticleMeta;
}

export async function operations() {
  const echo = await client.queries.echo({ content: "x", times: null, tags: ["a", null] }, { authMode: "userPool", authToken: "t", headers: { a: "b" } });
  exactly<typeof echo.data, string | null>(true);
  // @ts-expect-error an argument is missing
  await client.queries.echo({ times: 1 });
  // @ts-expect-error of another type
  await client.queries.echo({ content: 1 });
  // @ts-expect-error no such argument
  await client.queries.echo({ content: "x", contents: "y" });
  // @ts-expect-error arguments are missing
  await client.queries.echo();
  exactly<Awaited<ReturnType<typeof client.queries.countAll>>["data"], (number | null)[] | null>(true);
  await client.queries.countAll({ authMode: "apiKey" });
  // @ts-expect-error this one has none
  await client.queries.countAll({ x: 1 });
  const found = await client.queries.findArticles({ status: "DRAFT", near: { lat: 1, lon: 2 }, order: "UP", page: { size: 1 } });
  is<string | undefined>(found.data?.[0]?.title);
  is<string | undefined>((await found.data?.[0]?.author())?.data?.name);
  // @ts-expect-error a value of the enum
  await client.queries.findArticles({ status: "LOST" });
  // @ts-expect-error the custom type in full
  await client.queries.findArticles({ status: "DRAFT", near: { lat: 1 } });
  is<number | undefined>((await client.queries.locate({ at: { street: "s", home: { lat: 1, lon: 2 } } })).data?.home.lat);
  is<Status | null | undefined>((await client.queries.statusOf({ id: "1" })).data);
  const summary = await client.queries.summary();
  is<number | undefined>(summary.data?.total);
  is<string | null | undefined>(summary.data?.label);
  await client.mutations.addUserToGroup({ userId: "u", groupName: "ADMINS" });
  // @ts-expect-error of a mutation, too
  await client.mutations.addUserToGroup({ userId: "u" });
  const liked = await client.mutations.likeArticle({ id: "1" });
  is<string | undefined>(liked.data?.title);
  is<string | undefined>((await client.mutations.likeStrict({ id: "1" })).data?.title);
  is<boolean | undefined>((await client.mutations.startReport({ year: 2026 })).data?.success);
  // @ts-expect-error a mutation is no query
  client.queries.addUserToGroup;
  // @ts-expect-error a query is no mutation
  client.mutations.echo;
  client.subscriptions.received({ channel: "c" }).subscribe({ next: (geo) => is<number>(geo.lat) });
  client.subscriptions.liked().subscribe((a) => is<string>(a.title));
  client.subscriptions.articleMade({ authMode: "userPool" }).subscribe((a) => is<string>(a.title));
  // @ts-expect-error no such subscription
  client.subscriptions.publish;
}

export const echo: Schema["echo"]["functionHandler"] = async (event, context) => {
  is<string>(event.arguments.content);
  is<string>(context.awsRequestId);
  is<string>(event.info.fieldName);
  // @ts-expect-error it may be missing
  is<number>(event.arguments.times);
  // @ts-expect-error no such argument
  event.arguments.contents;
  return event.arguments.content;
};
// @ts-expect-error a handler returns what the operation returns
export const wrong: Schema["echo"]["functionHandler"] = async () => 1;
export const nothing: Schema["echo"]["functionHandler"] = async () => null;
// @ts-expect-error required
export const required: Schema["echoRequired"]["functionHandler"] = async () => null;
export const report: Schema["startReport"]["functionHandler"] = async (event) => {
  is<number>(event.arguments.year);
};
// @ts-expect-error an async handler returns nothing
export const talks: Schema["startReport"]["functionHandler"] = async () => ({ success: true });
export const add: Schema["addUserToGroup"]["functionHandler"] = async (event) => {
  const { userId, groupName } = event.arguments;
  return { done: [userId, groupName] };
};
export const find: Schema["findArticles"]["functionHandler"] = async () => {
  const row: NonNullable<NonNullable<Schema["findArticles"]["returnType"]>[number]> = {
    ...complete, id: "1", createdAt: "now", updatedAt: "now",
  };
  return [row, null];
};
export const args: Schema["addUserToGroup"]["args"] = { userId: "u", groupName: "g" };

export async function server() {
  await cookies.models.Article.list({ selectionSet: ["title"] });
  is<string | undefined>((await cookies.models.Order.get({ customer: "c", number: 1 })).data?.customer);
  await cookies.queries.echo({ content: "x" });
  // @ts-expect-error no subscriptions on the server
  cookies.models.Article.onCreate;
  await request.models.Article.create(contextSpec, complete);
  await request.models.Article.articleBySlug(contextSpec, { slug: "a" });
  await request.mutations.likeArticle(contextSpec, { id: "1" });
  // @ts-expect-error the context comes first
  await request.models.Article.create(complete);
  const c = generateServerClient<Schema>({ config: {} });
  await c.models.Comment.get(contextSpec, { id: "1" });
  await scoped.models.Comment.list();
  await api.models.Comment.list();
}

// what forms do with it
export function form(values: Record<string, unknown>): void { void values; }
declare const article: Article;
form(article);
form(complete);
