interface Event {
  fieldName: string;
  arguments: { name?: string; text?: string };
  prev?: { result: string };
}

/** Says what the step before said, louder. */
export const handler = async (event: Event) => {
  if (event.arguments.text === "fail") {
    throw new Error("the auditor fails");
  }
  return `${event.prev?.result}!`;
};
