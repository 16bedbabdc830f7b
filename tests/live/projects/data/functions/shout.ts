export const handler = async (event: { arguments: { text: string } }) => event.arguments.text.toUpperCase();
