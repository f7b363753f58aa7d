import type { Node } from "web-tree-sitter";
import { partsOf, spanOf } from "../nodes.ts";
import type { Contribution, NamedSpan, RouteFacts } from "../types.ts";
import { textOf } from "../value.ts";
import { DEFAULT_EXPORT } from "./bindings.ts";
import { argumentsOf, keyOf, textValue, unwrap, type ScriptConstants } from "./literals.ts";

/** `this.emit("ticket_created", …)`: the hooks that a class's members emit with a name that can be read. */
export function emitsOf(
  members: readonly Node[],
  constants: ScriptConstants,
): readonly NamedSpan[] {
  const calls = members.flatMap((member) => methodCallsIn(member, "emit"));
  return calls.flatMap(({ object, call }) => {
    const [argument] = argumentsOf(call);
    const value = object === "this" && argument ? constants.valueOf(argument) : null;
    return value?.kind === "text" ? [{ name: value.value, span: value.span }] : [];
  });
}

/** `static hookSpecs = { ticket_created: … }`: the hooks whose payload a class promises, which it therefore emits. */
export function promisedHooksOf(expression: Node): readonly NamedSpan[] {
  const inner = unwrap(expression);
  if (inner) return promisedHooksOf(inner);
  if (expression.type !== "object") return [];
  return partsOf(expression).flatMap((item): readonly NamedSpan[] => {
    const key = item.type === "pair" ? item.childForFieldName("key") : null;
    if (!key) return [];
    const value = textValue(key);
    if (value.kind === "text") return [{ name: value.value, span: value.span }];
    return key.type === "property_identifier" ? [{ name: key.text, span: spanOf(key) }] : [];
  });
}

/** `this.getSecret("NAME")`: the secrets that a class's members ask for; null when one is asked for in another way. */
export function secretReadsOf(
  members: readonly Node[],
  constants: ScriptConstants,
): readonly NamedSpan[] | null {
  const reads: NamedSpan[] = [];
  for (const member of members) {
    const mentions = member.text.match(/\bgetSecret\b/g)?.length ?? 0;
    const calls = mentions > 0 ? methodCallsIn(member, "getSecret") : [];
    if (calls.length < mentions) return null;
    for (const { call } of calls) {
      const [argument] = argumentsOf(call);
      const value = argument ? constants.valueOf(argument) : null;
      if (value?.kind !== "text") return null;
      reads.push({ name: value.value, span: value.span });
    }
  }
  return reads;
}

const METHODS = ["get", "post", "put", "patch", "delete"];

/** `router.get("/path", …)` where the path is a literal that starts with a slash and a handler follows. */
export function routesOf(
  members: readonly Node[],
  constants: ScriptConstants,
): readonly RouteFacts[] {
  const hasRouter = members.some(
    (member) => member.childForFieldName("name")?.text === "getRouter",
  );
  if (!hasRouter) return [];
  const routes = members.flatMap((member) =>
    METHODS.flatMap((method) =>
      methodCallsIn(member, method).flatMap(({ call }) => routeOf(call, method, constants)),
    ),
  );
  return routes.toSorted((a, b) => a.span.start - b.span.start);
}

function routeOf(call: Node, method: string, constants: ScriptConstants): readonly RouteFacts[] {
  const [path, handler] = argumentsOf(call);
  const value = path && handler ? constants.valueOf(path) : null;
  return value?.kind === "text" && value.value.startsWith("/")
    ? [{ method: method.toUpperCase(), name: value.value, span: value.span }]
    : [];
}

interface MethodCall {
  readonly object: string;
  readonly call: Node;
}

function methodCallsIn(node: Node, name: string): readonly MethodCall[] {
  // Most classes call neither: their text says so sooner than their tree.
  if (!node.text.includes(`.${name}`)) return [];
  return node.descendantsOfType("call_expression").flatMap((call) => {
    const callee = call.childForFieldName("function");
    if (callee?.type !== "member_expression") return [];
    if (callee.childForFieldName("property")?.text !== name) return [];
    return [{ object: callee.childForFieldName("object")?.text ?? "", call }];
  });
}

/** The factories that a module's registering function registers; null when it has no such function. */
export function contributionsOf(
  program: Node,
  constants: ScriptConstants,
  defaultExport: string | null,
): readonly Contribution[] | null {
  const register = registeringFunctions(program, constants, defaultExport);
  if (register.length === 0) return null;
  return register.flatMap((callable) =>
    [...methodCallsIn(callable, "register"), ...methodCallsIn(callable, "registerFactory")].map(
      ({ call }) => contributionOf(call, constants),
    ),
  );
}

/** The functions that a module declares at its top, and those that it keeps in a `const`. */
export function functionsIn(program: Node): readonly NamedSpan[] {
  const statements = program.namedChildren.map((statement) =>
    statement.type === "export_statement"
      ? (statement.childForFieldName("declaration") ?? statement)
      : statement,
  );
  return statements.flatMap((statement) => {
    const declared = /^(?:generator_)?function_declaration$/.test(statement.type)
      ? [statement]
      : statement.namedChildren.filter(({ type }) => type === "variable_declarator");
    const unnamed = statement.childForFieldName("value");
    if (statement.type === "export_statement" && isFunction(unnamed)) {
      return [{ name: DEFAULT_EXPORT, span: spanOf(statement) }];
    }
    return declared
      .filter((node) => node === statement || isFunction(node.childForFieldName("value")))
      .map((node) => node.childForFieldName("name"))
      .filter((name) => name !== null)
      .map((name) => ({ name: name.text, span: spanOf(name) }));
  });
}

function isFunction(node: Node | null): boolean {
  return node?.type === "arrow_function" || node?.type === "function_expression";
}

function registeringFunctions(
  program: Node,
  constants: ScriptConstants,
  defaultExport: string | null,
): readonly Node[] {
  const names = new Set(["registerPlugins", "register_plugins", defaultExport]);
  const declared = program
    .descendantsOfType("function_declaration")
    .filter((callable) => names.has(callable.childForFieldName("name")?.text ?? ""));
  const assigned = [...names]
    .map((name) => (name === null ? null : constants.expressionOf(name)))
    .filter((value) => value !== null)
    .filter(isFunction);
  const anonymous = program.namedChildren
    .filter((statement) => statement.type === "export_statement")
    .map((statement) => statement.childForFieldName("value"))
    .filter((value) => value !== null)
    .filter(isFunction);
  return [...declared, ...assigned, ...anonymous];
}

/** `register({ kind, name, version })`, or the three one after the other. */
function contributionOf(call: Node, constants: ScriptConstants): Contribution {
  const args = argumentsOf(call);
  const [first, second, third] = args;
  const spec = first?.type === "object" ? first : null;
  const field = (name: string, positional: Node | undefined): string | null => {
    const value = spec ? propertyOf(spec, name) : positional;
    return value ? textOf(constants.valueOf(value)) : null;
  };
  return {
    kind: field("kind", first),
    name: field("name", second),
    version: field("version", third),
    span: spanOf(call),
  };
}

function propertyOf(object: Node, name: string): Node | null {
  for (const item of object.namedChildren) {
    const key = item.childForFieldName("key");
    if (key && keyOf(key) === name) return item.childForFieldName("value");
    if (item.type === "shorthand_property_identifier" && item.text === name) return item;
  }
  return null;
}
