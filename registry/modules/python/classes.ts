import type { Node } from "web-tree-sitter";
import { outlineOf, partsOf, spanOf } from "../nodes.ts";
import type { ClassFacts, MethodFacts, NamedSpan, RouteFacts, StaticMember } from "../types.ts";
import { textOf, textsOf, UNKNOWN, type Value } from "../value.ts";
import { assignmentsIn, stringValue, type PythonConstants } from "./literals.ts";

/** Python's spelling of the static members that facts are read from. */
const STATIC_MEMBERS: ReadonlyMap<string, StaticMember> = new Map([
  ["name", "name"],
  ["description", "description"],
  ["version", "version"],
  ["hooks", "hooks"],
  ["required_secrets", "requiredSecrets"],
]);

/** What a class may stand in and still be imported by name. */
const CONTAINERS = new Set([
  "decorated_definition",
  "if_statement",
  "elif_clause",
  "else_clause",
  "try_statement",
  "except_clause",
  "finally_clause",
  "with_statement",
  "block",
  "ERROR",
]);

/** The classes that stand at the top of a module, those inside `try` and `if` included. */
export function readClasses(module: Node, constants: PythonConstants): readonly ClassFacts[] {
  return outlineOf(module, CONTAINERS)
    .filter(({ node }) => node.type === "class_definition")
    .flatMap(({ node }) => {
      const name = node.childForFieldName("name");
      return name ? [readClass(node, name, constants)] : [];
    });
}

function readClass(node: Node, name: Node, constants: PythonConstants): ClassFacts {
  const body = node.childForFieldName("body");
  const statics = new Map<StaticMember, Node | null>();
  for (const { name: written, value } of body ? assignmentsIn(body) : []) {
    const member = STATIC_MEMBERS.get(written);
    if (member) statics.set(member, value);
  }
  const valueOf = (member: StaticMember): Value => {
    const expression = statics.get(member);
    return expression ? constants.valueOf(expression) : UNKNOWN;
  };
  const listOf = (member: StaticMember): readonly NamedSpan[] | null =>
    statics.has(member) ? textsOf(valueOf(member)) : [];

  return {
    name: name.text,
    span: spanOf(name),
    body: body && !node.hasError ? spanOf(body) : null,
    exported: true,
    abstract: false,
    complete: !node.hasError,
    bases: basesOf(node),
    declares: new Set(statics.keys()),
    declaredName: textOf(valueOf("name")),
    description: textOf(valueOf("description")),
    version: textOf(valueOf("version")),
    hooks: listOf("hooks"),
    requiredSecrets: listOf("requiredSecrets"),
    configSchema: null,
    methods: body ? methodsOf(body) : [],
    emits: emitsOf(node, constants),
    secretReads: secretReadsOf(node, constants),
    routes: body ? routesOf(body, constants) : [],
    documentation: body ? docstringOf(body) : null,
  };
}

/** Keyword arguments (`metaclass=…`) are no bases; of `Base[T]` the base is `Base`. */
function basesOf(node: Node): readonly string[] {
  const list = node.childForFieldName("superclasses");
  return (list ? partsOf(list) : [])
    .filter(({ type }) => type !== "keyword_argument")
    .map((base) => (base.childForFieldName("value") ?? base).text);
}

function methodsOf(body: Node): readonly MethodFacts[] {
  return body.namedChildren.flatMap((member): readonly MethodFacts[] => {
    const method =
      member.type === "decorated_definition" ? member.childForFieldName("definition") : member;
    const name = method?.childForFieldName("name");
    if (method?.type !== "function_definition" || !name || name.text === "__init__") return [];
    const inner = method.childForFieldName("body");
    return [
      {
        name: name.text,
        span: spanOf(name),
        parameters: parametersOf(method, isStatic(member)),
        documentation: inner ? docstringOf(inner) : null,
      },
    ];
  });
}

function isStatic(member: Node): boolean {
  return member.namedChildren.some(
    ({ type, text }) => type === "decorator" && text.startsWith("@staticmethod"),
  );
}

function parametersOf(method: Node, hasNoSelf: boolean): readonly string[] {
  const list = method.childForFieldName("parameters");
  const names = (list ? partsOf(list) : [])
    .filter(({ type }) => !type.endsWith("_separator"))
    .map((parameter) => {
      const name = parameter.childForFieldName("name") ?? parameter.namedChildren[0] ?? parameter;
      return parameter.type.endsWith("_pattern") ? parameter.text : name.text;
    });
  return hasNoSelf ? names : names.slice(1);
}

function emitsOf(node: Node, constants: PythonConstants): readonly NamedSpan[] {
  return callsIn(node, ["self.emit"]).flatMap(({ args: [argument] }) => {
    const value = argument ? constants.valueOf(argument) : UNKNOWN;
    return value.kind === "text" ? [{ name: value.value, span: value.span }] : [];
  });
}

/** `self.get_secret("NAME")`; null when a secret is asked for in another way. */
function secretReadsOf(node: Node, constants: PythonConstants): readonly NamedSpan[] | null {
  const mentions = node.text.match(/\bget_secret\b/g)?.length ?? 0;
  const calls = mentions > 0 ? callsIn(node, ["self.get_secret"]) : [];
  const values = calls.map(({ args: [argument] }) =>
    argument ? constants.valueOf(argument) : UNKNOWN,
  );
  const reads = values.flatMap((value) =>
    value.kind === "text" ? [{ name: value.value, span: value.span }] : [],
  );
  return reads.length === mentions ? reads : null;
}

const ROUTE_METHODS = ["get", "post", "put", "patch", "delete"];

/** `@router.post("/path")` inside `get_router`. */
function routesOf(body: Node, constants: PythonConstants): readonly RouteFacts[] {
  const method = body.namedChildren.find(
    (member) => member.childForFieldName("name")?.text === "get_router",
  );
  if (!method) return [];
  const callees = ROUTE_METHODS.map((name) => `router.${name}`);
  return callsIn(method, callees).flatMap(({ callee, args: [path] }) => {
    const value = path ? constants.valueOf(path) : UNKNOWN;
    return value.kind === "text"
      ? [
          {
            method: callee.replace("router.", "").toUpperCase(),
            name: value.value,
            span: value.span,
          },
        ]
      : [];
  });
}

interface Call {
  readonly callee: string;
  readonly args: readonly Node[];
}

function callsIn(node: Node, callees: readonly string[]): readonly Call[] {
  const { text } = node;
  if (!callees.some((callee) => text.includes(callee))) return [];
  return node.descendantsOfType("call").flatMap((call) => {
    const callee = call.childForFieldName("function")?.text ?? "";
    const list = call.childForFieldName("arguments");
    return callees.includes(callee) ? [{ callee, args: list ? partsOf(list) : [] }] : [];
  });
}

/** The first statement where it is a string, without the indentation. Source: PEP 257. */
export function docstringOf(block: Node): string | null {
  const [first] = partsOf(block);
  const [string] = first?.namedChildren ?? [];
  if (first?.type !== "expression_statement" || string?.type !== "string") return null;
  const value = stringValue(string);
  return value.kind === "text" ? dedent(value.value) : null;
}

function dedent(text: string): string | null {
  const [first = "", ...rest] = text.split(/\r?\n/);
  const indents = rest
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const indent = indents.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const lines = [first.trim(), ...rest.map((line) => line.slice(indent).trimEnd())];
  const dedented = lines.join("\n").trim();
  return dedented === "" ? null : dedented;
}
