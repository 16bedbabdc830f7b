// Mistakes in the resolvers of some schemas, which must be noticed.

const replace = (from, to) => (code) => code.replace(from, to);
const OPEN = replace(
  "export function response(ctx) {",
  "export function response(ctx) {\n  return ctx.result;",
);
const ANYBODY = replace(/either\(allowed\(ctx\)\)/, "null");

/** case -> mistake -> [field, change] */
export const NOTICED = {
  "owner-defined-in": {
    "others' items are deleted": ["Mutation:deleteNote", ANYBODY],
    "deleting nothing tells that there is nothing": [
      "Mutation:deleteNote",
      replace("!fits(null, allowed(ctx))", "false"),
    ],
    "lists show all": ["Query:listNotes", ANYBODY],
    "others own what one creates": ["Mutation:createNote", replace("input[field] === undefined", "true")],
    "nobody owns what one creates": ["Mutation:createNote", replace("input[field] === undefined", "false")],
    "the username alone is stored": ["Mutation:createNote", replace("[parts.join('::'), ...parts]", "parts")],
    "the username is forgotten": ["Query:getNote", replace("...parts] :", "parts[0]] :")],
    "the owner is shown as it is stored": ["Note:author", OPEN],
  },
  "owner-field-by-group": {
    "others' items are changed": ["Mutation:updatePaper", replace(/ {6}\.\.\.demands\(ctx\)\.map.*\n/, "")],
    "failed conditions tell of items": [
      "Mutation:updatePaper",
      replace("!demands(ctx).every((rules) => fits(ctx.result, rules))", "false"),
    ],
    "fields are not looked at": ["Mutation:updatePaper", replace("if (denied.length > 0)", "if (false)")],
    "null needs no right of its own": ["Mutation:updatePaper", replace(/role\.clear/g, "role.set")],
    "fields of others are shown": ["Paper:grade", replace("!fits(ctx.source, allowed(ctx))", "false")],
    "mutations give back hidden fields": ["Paper:grade", replace("ctx.source.__operation", "false")],
    "others' items are got": ["Query:getPaper", replace("!fits(ctx.result, allowed(ctx))", "false")],
    "one hears all": ["Subscription:onUpdatePaper", replace("rules.includes(true)", "true")],
    "one listens in another's name": [
      "Subscription:onUpdatePaper",
      replace(/util\.unauthorized\(\);\n {4}\}\n {4}told/, "}\n    told"),
    ],
  },
  "groups-defined-in": {
    "groups of others may be created for": [
      "Mutation:createTask",
      replace("!fits(ctx.args.input, allowed(ctx))", "false"),
    ],
    "only the first group counts": ["Query:listTasks", replace("values.map(", "values.slice(0, 1).map(")],
  },
  relations: {
    "mutations give back children": ["Team:members", replace("ctx.source.__operation", "false")],
  },
  "relations-by-owner": {
    "children of others are shown": ["Folder:files", ANYBODY],
    "parents of others are shown": ["File:folder", replace("!fits(ctx.result, allowed(ctx))", "false")],
  },
};

/** The titles of the questions about a field. */
export function concerned(field) {
  const [type, name] = field.split(":");
  switch (type) {
    case "Query":
    case "Mutation":
      return new RegExp(`^${name.replace(/^([a-z]+)/, "$1 ").replace(/s$/, "")}`);
    case "Subscription":
      return new RegExp(`^listen ${name}`);
    default:
      return new RegExp(`^(get|update) ${type} `);
  }
}

