// The trees of the TypeScript compiler, in the words of ours: one line of JSON a file, with `null` for a file that is
// not valid TypeScript. A node is a text of its kind, its place in UTF-16 code units, and what it holds; what our
// language leaves out (types, parentheses, the insides of skipped constructs) is left out here too.
//
//   node tree.mjs FILE...

import { readFileSync } from "node:fs";
import ts from "typescript-api";

const { SyntaxKind: Kind } = ts;
let source;
let lines;

const start = (node) => node.getStart(source);
const put = (kind, node, extra = "") => lines.push(`${kind} ${start(node)}..${node.end} ${extra}`.trimEnd());

function file(path) {
  const text = readFileSync(path, "utf8");
  source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  if (source.parseDiagnostics.length > 0) {
    return null;
  }
  lines = [];
  source.statements.forEach(item);
  return lines;
}

const has = (node, kind) => node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;

function item(node) {
  if (has(node, Kind.DeclareKeyword) && node.kind !== Kind.TypeAliasDeclaration && node.kind !== Kind.InterfaceDeclaration && node.kind !== Kind.EnumDeclaration) {
    return put("opaque-item", node);
  }
  switch (node.kind) {
    case Kind.EmptyStatement:
      return;
    case Kind.ImportDeclaration:
      return importItem(node);
    case Kind.ImportEqualsDeclaration: {
      const module = node.moduleReference.kind === Kind.ExternalModuleReference ? node.moduleReference.expression : null;
      if (module?.kind !== Kind.StringLiteral) return put("opaque-item", node);
      put("import", node, node.isTypeOnly ? "type" : "");
      name(node.name);
      return name(module);
    }
    case Kind.ExportDeclaration:
      return exportItem(node);
    case Kind.VariableStatement:
      put("const", node, has(node, Kind.ExportKeyword) ? "exported" : "");
      return node.declarationList.declarations.forEach(declarator);
    case Kind.EnumDeclaration:
      put("enum", node, has(node, Kind.ExportKeyword) ? "exported" : "");
      name(node.name);
      return node.members.forEach((member) => {
        name(member.name);
        if (member.initializer) expr(member.initializer);
      });
    case Kind.TypeAliasDeclaration:
      put("type", node);
      return name(node.name);
    case Kind.InterfaceDeclaration:
      put("interface", node);
      return name(node.name);
    case Kind.ExportAssignment:
      if (node.isExportEquals) return put("opaque-item", node);
      put("default", node);
      return expr(node.expression);
    case Kind.ExpressionStatement:
      put("expr-item", node);
      return expr(node.expression);
    case Kind.FunctionDeclaration:
    case Kind.ClassDeclaration:
      if (has(node, Kind.DefaultKeyword)) {
        put("default", node);
        return put("opaque", node);
      }
      return put("opaque-item", node);
    default:
      return put("opaque-item", node);
  }
}

function importItem(node) {
  const clause = node.importClause;
  put("import", node, clause?.isTypeOnly ? "type" : "");
  if (clause?.name) name(clause.name);
  const bindings = clause?.namedBindings;
  if (bindings?.kind === Kind.NamespaceImport) name(bindings.name);
  if (bindings?.kind === Kind.NamedImports) bindings.elements.forEach(specifier);
  name(node.moduleSpecifier);
}

function exportItem(node) {
  put("export", node);
  if (!node.isTypeOnly) {
    const clause = node.exportClause;
    if (clause?.kind === Kind.NamespaceExport) name(clause.name);
    if (clause?.kind === Kind.NamedExports) clause.elements.forEach(specifier);
  }
  if (node.moduleSpecifier) name(node.moduleSpecifier);
}

function specifier(node) {
  if (node.isTypeOnly) return;
  if (node.propertyName) name(node.propertyName);
  name(node.name);
}

const name = (node) => put("name", node, JSON.stringify(node.text ?? node.getText(source)));

function declarator(node) {
  binding(node.name).forEach(name);
  if (node.initializer) expr(node.initializer);
}

// All names that a pattern binds.
function binding(pattern) {
  if (pattern.kind === Kind.Identifier) return [pattern];
  return pattern.elements.flatMap((element) => (element.kind === Kind.OmittedExpression ? [] : binding(element.name)));
}

// Whether a parameter is one that our trees hold: a name, or a flat pattern without defaults and rests.
function isPlain(parameter) {
  if (parameter.initializer || parameter.dotDotDotToken) return false;
  if (parameter.name.kind === Kind.Identifier) return true;
  return parameter.name.elements.every(
    (element) =>
      element.kind === Kind.OmittedExpression ||
      (!element.initializer && !element.dotDotDotToken && element.name.kind === Kind.Identifier && element.propertyName?.kind !== Kind.ComputedPropertyName),
  );
}

const ASSIGNMENT = (kind) => kind >= Kind.FirstAssignment && kind <= Kind.LastAssignment;

function expr(node) {
  switch (node.kind) {
    case Kind.ParenthesizedExpression:
    case Kind.AsExpression:
    case Kind.SatisfiesExpression:
    case Kind.NonNullExpression:
    case Kind.TypeAssertionExpression:
    case Kind.ExpressionWithTypeArguments:
      return expr(node.expression);
    case Kind.StringLiteral:
      return put("string", node, JSON.stringify(node.text));
    case Kind.NumericLiteral:
      return put("number", node, String(Number(node.text)));
    case Kind.TrueKeyword:
    case Kind.FalseKeyword:
    case Kind.NullKeyword:
      return put(node.getText(source), node);
    case Kind.ThisKeyword:
    case Kind.SuperKeyword:
      return put("ident", node, node.getText(source));
    case Kind.Identifier:
      return node.text === "undefined" ? put("undefined", node) : put("ident", node, node.text);
    case Kind.NoSubstitutionTemplateLiteral:
      put("template", node);
      return text(node.text);
    case Kind.TemplateExpression:
      put("template", node);
      text(node.head.text);
      return node.templateSpans.forEach((part) => {
        expr(part.expression);
        text(part.literal.text);
      });
    case Kind.ArrayLiteralExpression:
      put("array", node);
      return node.elements.forEach(expr);
    case Kind.ObjectLiteralExpression:
      put("object", node);
      return node.properties.forEach(property);
    case Kind.SpreadElement:
      put("spread", node);
      return expr(node.expression);
    case Kind.PropertyAccessExpression:
      if (node.expression.kind === Kind.ImportKeyword) return put("opaque", node);
      put("member", node);
      expr(node.expression);
      return name(node.name);
    case Kind.ElementAccessExpression:
      put("index", node);
      expr(node.expression);
      return expr(node.argumentExpression);
    case Kind.CallExpression:
      if (node.expression.kind === Kind.ImportKeyword) return put("opaque", node);
      put("call", node);
      expr(node.expression);
      return node.arguments.forEach(expr);
    case Kind.ArrowFunction:
      return arrow(node);
    case Kind.PrefixUnaryExpression: {
      const sign = ts.tokenToString(node.operator);
      if (sign === "++" || sign === "--") return put("opaque", node);
      put("unary", node, sign);
      return expr(node.operand);
    }
    case Kind.BinaryExpression:
      if (ASSIGNMENT(node.operatorToken.kind) || node.operatorToken.kind === Kind.CommaToken) return put("opaque", node);
      put("binary", node, node.operatorToken.getText(source));
      expr(node.left);
      return expr(node.right);
    case Kind.ConditionalExpression:
      put("conditional", node);
      return [node.condition, node.whenTrue, node.whenFalse].forEach(expr);
    default:
      return put("opaque", node);
  }
}

function text(value) {
  if (value !== "") lines.push(`text ${JSON.stringify(value)}`);
}

function arrow(node) {
  if (has(node, Kind.AsyncKeyword) || !node.parameters.every(isPlain)) return put("opaque", node);
  put("arrow", node);
  node.parameters.flatMap((parameter) => binding(parameter.name)).forEach(name);
  const { body } = node;
  if (body.kind !== Kind.Block) return expr(body);
  const [statement] = body.statements;
  if (body.statements.length === 1 && statement.kind === Kind.ReturnStatement && statement.expression) {
    return expr(statement.expression);
  }
  return put("opaque", body);
}

function property(node) {
  switch (node.kind) {
    case Kind.PropertyAssignment:
      if (node.name.kind === Kind.ComputedPropertyName) {
        lines.push("computed");
        expr(node.name.expression);
      } else {
        key(node.name);
      }
      return expr(node.initializer);
    case Kind.ShorthandPropertyAssignment:
      lines.push("shorthand");
      return key(node.name);
    case Kind.SpreadAssignment:
      put("spread", node);
      return expr(node.expression);
    default:
      if (node.name.kind === Kind.ComputedPropertyName) {
        lines.push("computed");
        return expr(node.name.expression);
      }
      lines.push("method");
      return key(node.name);
  }
}

const key = (node) => put("key", node, JSON.stringify(node.kind === Kind.NumericLiteral ? node.getText(source) : node.text));

for (const path of process.argv.slice(2)) {
  process.stdout.write(`${JSON.stringify(file(path))}\n`);
}
