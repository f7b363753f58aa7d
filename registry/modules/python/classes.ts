import type { Node } from "web-tree-sitter";
import { partsOf, spanOf } from "../nodes.ts";
import type { ClassFacts, MethodFacts, NamedSpan, RouteFacts, StaticMember } from "../types.ts";
import { textOf, textsOf, UNKNOWN, type Value } from "../value.ts";
import { configOf, NO_CONFIG } from "./config.ts";
import { docstringOf } from "./docstring.ts";
import { basesOf, findClasses } from "./find-classes.ts";
import { assignmentsIn, type PythonConstants } from "./literals.ts";
import type { PydanticModels } from "./pydantic.ts";

/** Python's spelling of the static members that facts are read from. */
const STATIC_MEMBERS: ReadonlyMap<string, StaticMember> = new Map([
  ["name", "name"],
  ["description", "description"],
  ["version", "version"],
  ["hooks", "hooks"],
  ["required_secrets", "requiredSecrets"],
]);
const CONFIG_SCHEMA: StaticMember = "configSchema";

/** The classes that stand at the top of a module, those inside `try` and `if` included. */
export function readClasses(
  module: Node,
  constants: PythonConstants,
  models: PydanticModels,
): readonly ClassFacts[] {
  return findClasses(module).flatMap((node) => {
    const name = node.childForFieldName("name");
    return name ? [readClass(node, name, constants, models)] : [];
  });
}

function readClass(
  node: Node,
  name: Node,
  constants: PythonConstants,
  models: PydanticModels,
): ClassFacts {
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
  const config = body ? configOf(body, constants, models) : NO_CONFIG;

  return {
    name: name.text,
    span: spanOf(name),
    body: body && !node.hasError ? spanOf(body) : null,
    exported: true,
    abstract: false,
    complete: !node.hasError,
    bases: basesOf(node),
    declares: new Set([...statics.keys(), ...(config.isDeclared ? [CONFIG_SCHEMA] : [])]),
    declaredName: textOf(valueOf("name")),
    description: textOf(valueOf("description")),
    version: textOf(valueOf("version")),
    hooks: listOf("hooks"),
    requiredSecrets: listOf("requiredSecrets"),
    configSchema: config.schema,
    configModel: config.model,
    methods: body ? methodsOf(body) : [],
    emits: emitsOf(node, constants),
    secretReads: secretReadsOf(node, constants),
    routes: body ? routesOf(body, constants) : [],
    documentation: body ? docstringOf(body) : null,
  };
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
