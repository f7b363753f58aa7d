import type { Node } from "web-tree-sitter";
import { partsOf, spanOf } from "../nodes.ts";
import type { Contribution, ExportFacts, ModuleFacts, NamedSpan } from "../types.ts";
import { textOf, UNKNOWN } from "../value.ts";
import { readImports } from "./bindings.ts";
import { readClasses } from "./classes.ts";
import { PythonConstants } from "./literals.ts";
import { PydanticModels } from "./pydantic.ts";

/** What a Python module states about itself. Every name of a module can be imported from it, imported ones too. */
export function readPython(module: Node, file: string): ModuleFacts {
  const { imports, bindings, starImports } = readImports(module);
  const constants = new PythonConstants(module);
  const models = new PydanticModels(module, constants);
  const classes = readClasses(module, constants, models);

  const functions = functionsIn(module);
  const exports = new Map<string, ExportFacts>();
  for (const [local, { imported, from }] of bindings) exports.set(local, { local: imported, from });
  for (const { name } of [...functions, ...classes]) exports.set(name, { local: name, from: null });
  return {
    file,
    language: "python",
    classes,
    imports,
    bindings,
    exports,
    starExports: starImports,
    schemas: models.all(),
    functions,
    contributes: contributionsOf(module, constants),
    broken: module.hasError,
  };
}

function functionsIn(module: Node): readonly NamedSpan[] {
  return module.namedChildren
    .map((statement) =>
      statement.type === "decorated_definition"
        ? statement.childForFieldName("definition")
        : statement,
    )
    .filter((definition) => definition?.type === "function_definition")
    .map((definition) => definition?.childForFieldName("name") ?? null)
    .filter((name) => name !== null)
    .map((name) => ({ name: name.text, span: spanOf(name) }));
}

/** `register_plugins(registry)` with `registry.register(PluginSpec(…))` or `registry.register_factory(…)` in it. */
function contributionsOf(module: Node, constants: PythonConstants): readonly Contribution[] | null {
  const register = module.namedChildren.find(
    (statement) =>
      statement.type === "function_definition" &&
      statement.childForFieldName("name")?.text === "register_plugins",
  );
  if (!register) return null;
  return register.descendantsOfType("call").flatMap((call) => {
    const method = call.childForFieldName("function")?.childForFieldName("attribute")?.text;
    const args = argumentsOf(call);
    if (method === "register_factory") return [contributionOf(call, args, constants)];
    const [spec] = args;
    if (method !== "register" || spec?.type !== "call") return [];
    return [contributionOf(call, argumentsOf(spec), constants)];
  });
}

function argumentsOf(call: Node): readonly Node[] {
  const list = call.childForFieldName("arguments");
  return list ? partsOf(list) : [];
}

function contributionOf(
  call: Node,
  args: readonly Node[],
  constants: PythonConstants,
): Contribution {
  const valueOf = (name: string, position: number): Node | null => {
    const keyword = args.find((argument) => argument.childForFieldName("name")?.text === name);
    if (keyword) return keyword.childForFieldName("value");
    const positional = args[position];
    return positional && positional.type !== "keyword_argument" ? positional : null;
  };
  const textAt = (name: string, position: number): string | null => {
    const node = valueOf(name, position);
    return textOf(node ? constants.valueOf(node) : UNKNOWN);
  };
  // `PluginKind.AI_PROVIDER` is the kind "ai_provider".
  const kind = valueOf("kind", 0);
  const member = /^PluginKind\.([A-Z_]+)$/.exec(kind?.text ?? "")?.[1]?.toLowerCase();
  return {
    kind: member ?? textAt("kind", 0),
    name: textAt("name", 1),
    version: textAt("version", 2),
    span: spanOf(call),
  };
}
