import type { Node } from "web-tree-sitter";
import type { Language, ModuleFacts } from "../types.ts";
import { readBindings } from "./bindings.ts";
import { contributionsOf, functionsIn } from "./calls.ts";
import { readClasses, unfinishedExports } from "./classes.ts";
import { ScriptConstants } from "./literals.ts";

/** What a TypeScript or JavaScript module states about itself. */
export function readScript(program: Node, file: string, language: Language): ModuleFacts {
  const { imports, bindings, exports: finished, starExports } = readBindings(program);
  const exports = new Map([
    ...unfinishedExports(program).map((name) => [name, { local: name, from: null }] as const),
    ...finished,
  ]);
  const constants = new ScriptConstants(program);
  const exported = new Set([...exports.values()].map(({ local }) => local));
  const zodNames = new Set(
    [...bindings].filter(([, { from }]) => /^zod(?:\/|$)/.test(from)).map(([local]) => local),
  );
  return {
    file,
    language,
    classes: readClasses(program, { constants, exported, zodNames }),
    imports,
    bindings,
    exports,
    starExports,
    functions: functionsIn(program),
    contributes: contributionsOf(program, constants, exports.get("default")?.local ?? null),
    broken: program.hasError,
  };
}
