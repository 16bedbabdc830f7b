// What the official client does with the API of projects/newsroom, and what must come of it. Each scenario begins with
// empty tables.
import { operations } from "./scenarios/operations.js";
import { reading } from "./scenarios/reading.js";
import { relations } from "./scenarios/relations.js";
import { writing } from "./scenarios/writing.js";

export const scenarios = { ...writing, ...reading, ...relations, ...operations };
