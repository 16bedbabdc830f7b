import { getAmplifyDataClientConfig } from "@aws-amplify/backend/function/runtime";
import { Amplify } from "aws-amplify";
import { generateClient } from "aws-amplify/data";
import { env } from "$amplify/env/count";
import type { Schema } from "$amplify/schema";

const { resourceConfig, libraryOptions } = await getAmplifyDataClientConfig(env);
Amplify.configure(resourceConfig, libraryOptions);
const client = generateClient<Schema>();

export const handler = async (event: { title: string }) => {
  const { data: book, errors } = await client.models.Book.create({ title: event.title });
  if (!book) throw new Error(JSON.stringify(errors));
  const { data: notes } = await book.notes();
  return { id: book.id, texts: notes.map((note) => note.text), models: Object.keys(client.models) };
};
