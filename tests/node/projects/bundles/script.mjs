import { hostname } from "node:os";

export const handler = async () => typeof hostname();
