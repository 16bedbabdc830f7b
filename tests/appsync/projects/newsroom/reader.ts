import { getAmplifyDataClientConfig } from "@aws-amplify/backend/function/runtime";
import { Amplify } from "aws-amplify";
import { generateClient } from "aws-amplify/data";
import { env } from "$amplify/env/reader";
import type { Schema } from "$amplify/schema";

const { resourceConfig, libraryOptions } = await getAmplifyDataClientConfig(env);
Amplify.configure(resourceConfig, libraryOptions);
const client = generateClient<Schema>();

/** Counts articles with their comments; tries to write one, which it may not. */
export const handler = async () => {
  const { data: articles } = await client.models.Article.list({ selectionSet: ["title", "comments.text"] });
  const { errors } = await client.models.Article.create({ title: "By a function" });
  const texts = articles.flatMap((it) => it.comments.map((comment) => `${it.title}: ${comment.text}`));
  return `${texts.sort().join(", ")}; ${errors?.[0]?.message}`;
};
