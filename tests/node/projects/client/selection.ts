// What selection sets may name, and what they give: the same.
import type { SelectionSet } from "aws-amplify/data";
import type { Schema as Peer } from "./amplify/data/resource";
import type { Schema as Mine } from "./amp.out/client/typescript/schema";
import type { Equal } from "./equal";
import type { ModelPath } from "@aws-amplify/data-schema/runtime";

/** Whether every path that Amplify infers may be named. The deepest ones are patterns: see `paths.ts` of the other project. */
type Paths = {
  [K in "Article" | "Author" | "Comment" | "Image" | "Tag" | "ArticleTag" | "Country" | "Order" | "Line" | "Node" | "Audit" | "Plain"]:
    [ModelPath<Peer[K]["__meta"]["flatModel"]>] extends [ModelPath<Mine[K]["__meta"]["flatModel"]>] ? true : false;
};
type Sets = [
  Equal<
    SelectionSet<Peer["Article"], ["id", "title"]>,
    SelectionSet<Mine["Article"], ["id", "title"]>
  >,
  Equal<
    SelectionSet<Peer["Article"], ["id", "author.*"]>,
    SelectionSet<Mine["Article"], ["id", "author.*"]>
  >,
  Equal<
    SelectionSet<Peer["Article"], ["title", "author.name", "comments.text", "comments.secret", "tagLinks.tag.label"]>,
    SelectionSet<Mine["Article"], ["title", "author.name", "comments.text", "comments.secret", "tagLinks.tag.label"]>
  >,
  Equal<
    SelectionSet<Peer["Article"], ["tags", "tagsItems", "tagsArray", "tagsBoth", "statuses", "address.street", "address.geo.lat", "addresses.zip", "addressesBoth.*", "addressRequired.inner.level", "mood", "meta.words", "meta.*", "createdAt"]>,
    SelectionSet<Mine["Article"], ["tags", "tagsItems", "tagsArray", "tagsBoth", "statuses", "address.street", "address.geo.lat", "addresses.zip", "addressesBoth.*", "addressRequired.inner.level", "mood", "meta.words", "meta.*", "createdAt"]>
  >,
  Equal<
    SelectionSet<Peer["Article"], ["tagLinks.tag.links.tagId", "author.keeper"]>,
    SelectionSet<Mine["Article"], ["tagLinks.tag.links.tagId", "author.keeper"]>
  >,
  Equal<
    SelectionSet<Peer["Article"], ["cover.*", "comments.*", "tagLinks.tag.*", "audits.what", "extra", "extraRequired"]>,
    SelectionSet<Mine["Article"], ["cover.*", "comments.*", "tagLinks.tag.*", "audits.what", "extra", "extraRequired"]>
  >,
  Equal<
    SelectionSet<Peer["Comment"], ["article.author.articles.comments.text"]>,
    SelectionSet<Mine["Comment"], ["article.author.articles.comments.text"]>
  >,
  Equal<
    SelectionSet<Peer["Comment"], ["article.address.*", "article.statuses", "article.addresses.geo.lat", "article.meta.at.lat"]>,
    SelectionSet<Mine["Comment"], ["article.address.*", "article.statuses", "article.addresses.geo.lat", "article.meta.at.lat"]>
  >,
  Equal<
    SelectionSet<Peer["Order"], ["lines.*", "customer"]>,
    SelectionSet<Mine["Order"], ["lines.*", "customer"]>
  >,
  Equal<
    SelectionSet<Peer["Line"], ["order.note", "state"]>,
    SelectionSet<Mine["Line"], ["order.note", "state"]>
  >,
  Equal<
    SelectionSet<Peer["Node"], ["children.children.name", "parent.name"]>,
    SelectionSet<Mine["Node"], ["children.children.name", "parent.name"]>
  >,
];
function holds<_T extends true>(): void {}
holds<Equal<Paths[keyof Paths], true>>();
holds<Equal<Sets[number], true>>();
