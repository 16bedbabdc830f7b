export const handler = async (event) => ({ cleaned: event.what ?? null });
