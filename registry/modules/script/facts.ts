import type { Node } from "web-tree-sitter";
import type { Language, ModuleFacts } from "../types.ts";
import { DEFAULT_EXPORT, readBindings } from "./bindings.ts";
import { contributionsOf, functionsIn } from "./calls.ts";
import { readClasses } from "./classes.ts";
import { findClasses } from "./find-classes.ts";
import { ScriptConstants } from "./literals.ts";
import { schemaOf } from "./zod.ts";

/** What a TypeScript or JavaScript module states about itself. */
export function readScript(program: Node, file: string, language: Language): ModuleFacts {
  const { imports, bindings, exports: finished, starExports } = readBindings(program);
  const classes = findClasses(program);
  const beingExported = classes
    .filter(({ isBeingExported }) => isBeingExported)
    .map(({ name }) => name?.text ?? DEFAULT_EXPORT);
  const exports = new Map([
    ...beingExported.map((name) => [name, { local: name, from: null }] as const),
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
    classes: readClasses(program, classes, { constants, exported, zodNames }),
    imports,
    bindings,
    exports,
    starExports,
    schemas: schemasIn(constants, zodNames),
    functions: functionsIn(program),
    contributes: contributionsOf(program, constants, exports.get("default")?.local ?? null),
    broken: program.hasError,
  };
}

/** Without zod there is none that a class could share. */
function schemasIn(
  constants: ScriptConstants,
  zodNames: ReadonlySet<string>,
): ModuleFacts["schemas"] {
  const names = zodNames.size > 0 ? [...constants.names] : [];
  return new Map(
    names.flatMap((name) => {
      const expression = constants.expressionOf(name);
      const schema = expression && schemaOf(expression, constants, zodNames);
      return schema ? [[name, schema] as const] : [];
    }),
  );
}
