import type { Node } from "web-tree-sitter";
import { spanOf } from "../nodes.ts";
import type { BindingFacts, NamedSpan } from "../types.ts";

export interface PythonBindings {
  readonly imports: readonly NamedSpan[];
  readonly bindings: ReadonlyMap<string, BindingFacts>;
  /** Modules of `from … import *`. */
  readonly starImports: readonly string[];
}

/** Reads the imports of a module, those inside `try` and `if` included. */
export function readImports(module: Node): PythonBindings {
  const imports: NamedSpan[] = [];
  const bindings = new Map<string, BindingFacts>();
  const starImports: string[] = [];

  for (const statement of module.descendantsOfType("import_statement")) {
    for (const name of statement.childrenForFieldName("name")) {
      const path = name.childForFieldName("name") ?? name;
      const alias = name.childForFieldName("alias");
      imports.push({ name: path.text, span: spanOf(path) });
      // `import a.b` binds `a`, `import a.b as c` binds `a.b` as `c`.
      const [first = path.text] = path.text.split(".");
      if (alias) bindings.set(alias.text, { imported: "*", from: path.text });
      else bindings.set(first, { imported: "*", from: first });
    }
  }
  for (const statement of module.descendantsOfType("import_from_statement")) {
    const path = statement.childForFieldName("module_name");
    if (!path) continue;
    const from = path.text;
    imports.push({ name: from, span: spanOf(path) });
    if (statement.namedChildren.some(({ type }) => type === "wildcard_import")) {
      starImports.push(from);
    }
    for (const name of statement.childrenForFieldName("name")) {
      const imported = (name.childForFieldName("name") ?? name).text;
      const local = name.childForFieldName("alias")?.text ?? imported;
      bindings.set(local, { imported, from });
    }
  }
  return { imports, bindings, starImports };
}
