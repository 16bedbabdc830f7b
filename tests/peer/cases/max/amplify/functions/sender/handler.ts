export const handler = async () => "hi";
