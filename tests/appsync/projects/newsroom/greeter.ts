interface Event {
  fieldName: string;
  arguments: { name?: string; status?: string };
  identity: { username?: string } | null;
}

/** Greets; says no to one name. */
export const handler = async (event: Event) => {
  if (event.arguments.name === "nobody") {
    throw new Error("nobody is not greeted");
  }
  if (event.fieldName === "rename") {
    return `renamed ${event.arguments.name}`;
  }
  const by = event.identity?.username ?? null;
  return { text: `Hello ${event.arguments.name}`, status: event.arguments.status ?? null, by };
};
