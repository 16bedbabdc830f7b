export const handler = async (e: any) => e;
