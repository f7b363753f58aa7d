import type { Node } from "web-tree-sitter";
import { hasToken, partsOf } from "../nodes.ts";
import type { BindingFacts, ExportFacts, NamedSpan } from "../types.ts";
import { argumentsOf, keyOf, textValue } from "./literals.ts";

/** What a module takes from others and gives to them. */
export interface ScriptBindings {
  readonly imports: readonly NamedSpan[];
  readonly bindings: ReadonlyMap<string, BindingFacts>;
  readonly exports: ReadonlyMap<string, ExportFacts>;
  readonly starExports: readonly string[];
}

/** The name under which a class or function without a name of its own is listed. */
export const DEFAULT_EXPORT = "default";

/** Reads imports and exports of both module systems. */
export function readBindings(program: Node): ScriptBindings {
  const reader = new BindingReader();
  for (const statement of program.namedChildren) reader.read(statement);
  // Most modules call neither: their text says so sooner than their tree.
  if (/\b(?:require|import)\s*\(/.test(program.text)) {
    for (const call of program.descendantsOfType("call_expression")) reader.readCall(call);
  }
  return reader;
}

class BindingReader implements ScriptBindings {
  readonly imports: NamedSpan[] = [];
  readonly bindings = new Map<string, BindingFacts>();
  readonly exports = new Map<string, ExportFacts>();
  readonly starExports: string[] = [];
  readonly #noted = new Set<number>();

  read(statement: Node): void {
    switch (statement.type) {
      case "import_statement":
        this.#readImport(statement);
        return;
      case "export_statement":
        this.#readExport(statement);
        return;
      case "lexical_declaration":
      case "variable_declaration":
        for (const declarator of statement.namedChildren) this.#readRequire(declarator);
        return;
      case "expression_statement":
        for (const expression of statement.namedChildren) this.#readAssignment(expression);
        return;
      default:
        return;
    }
  }

  /** `require("…")` and `import("…")` wherever they stand. */
  readCall(call: Node): void {
    const callee = call.childForFieldName("function");
    if (callee?.text !== "require" && callee?.type !== "import") return;
    const [argument] = argumentsOf(call);
    if (argument) this.#note(argument);
  }

  /** Lists a specifier; answers it. */
  #note(source: Node): string | null {
    const value = textValue(source);
    if (value.kind !== "text") return null;
    if (!this.#noted.has(value.span.start)) {
      this.#noted.add(value.span.start);
      this.imports.push({ name: value.value, span: value.span });
    }
    return value.value;
  }

  #readImport(statement: Node): void {
    const clause = partsOf(statement)[0];
    const source = statement.childForFieldName("source") ?? clause?.childForFieldName("source");
    const from = source ? this.#note(source) : null;
    if (from === null || !clause) return;

    for (const part of clause.namedChildren) {
      if (part.type === "identifier") {
        const imported = clause.type === "import_require_clause" ? "*" : "default";
        this.bindings.set(part.text, { imported, from });
      } else if (part.type === "namespace_import") {
        const name = part.namedChildren[0];
        if (name) this.bindings.set(name.text, { imported: "*", from });
      } else if (part.type === "named_imports") {
        for (const specifier of part.namedChildren) this.#readSpecifier(specifier, from);
      }
    }
  }

  #readSpecifier(specifier: Node, from: string): void {
    const name = specifier.childForFieldName("name");
    if (!name) return;
    const local = specifier.childForFieldName("alias") ?? name;
    this.bindings.set(local.text, { imported: specifierName(name), from });
  }

  #readExport(statement: Node): void {
    const source = statement.childForFieldName("source");
    const from = source ? this.#note(source) : null;
    const [first] = partsOf(statement).filter((part) => part.type !== "decorator");

    if (first?.type === "namespace_export") {
      const name = first.namedChildren[0];
      if (name && from !== null) this.exports.set(specifierName(name), { local: "*", from });
    } else if (first?.type === "export_clause") {
      for (const specifier of first.namedChildren) this.#readExportSpecifier(specifier, from);
    } else if (hasToken(statement, "*") && from !== null) {
      this.starExports.push(from);
    } else if (hasToken(statement, "default") || hasToken(statement, "=")) {
      const declared =
        statement.childForFieldName("declaration") ?? statement.childForFieldName("value") ?? first;
      if (declared)
        this.exports.set("default", { local: localNameOf(declared, "default"), from: null });
    } else {
      const declaration = statement.childForFieldName("declaration");
      for (const name of declaration ? namesDeclaredBy(declaration) : []) {
        this.exports.set(name, { local: name, from: null });
      }
    }
  }

  #readExportSpecifier(specifier: Node, from: string | null): void {
    const name = specifier.childForFieldName("name");
    if (!name) return;
    const exported = specifier.childForFieldName("alias") ?? name;
    this.exports.set(specifierName(exported), { local: specifierName(name), from });
  }

  /** `const { A, B: C } = require("x")` and `const x = require("x")`. */
  #readRequire(declarator: Node): void {
    const name = declarator.childForFieldName("name");
    const value = declarator.childForFieldName("value");
    const from = value && requiredBy(value);
    if (!name || from === null) return;

    if (name.type === "identifier") this.bindings.set(name.text, { imported: "*", from });
    if (name.type !== "object_pattern") return;
    for (const part of name.namedChildren) {
      const key = part.childForFieldName("key") ?? part;
      const local = part.childForFieldName("value") ?? part;
      this.bindings.set(local.text, { imported: key.text, from });
    }
  }

  /** `module.exports = …`, `module.exports.A = …`, `exports.A = …`. */
  #readAssignment(expression: Node): void {
    if (expression.type !== "assignment_expression") return;
    const left = expression.childForFieldName("left");
    const right = expression.childForFieldName("right");
    if (left?.type !== "member_expression" || !right) return;

    const object = left.childForFieldName("object")?.text;
    const property = left.childForFieldName("property")?.text ?? "";
    if (object === "module" && property === "exports") this.#replaceExports(right);
    else if (object === "exports" || object === "module.exports") this.#export(property, right);
  }

  #replaceExports(value: Node): void {
    const from = requiredBy(value);
    if (from !== null) this.starExports.push(from);
    else if (value.type !== "object") this.#export("default", value);
    else for (const item of partsOf(value)) this.#exportItem(item);
  }

  #exportItem(item: Node): void {
    if (item.type === "shorthand_property_identifier") {
      this.#export(item.text, item);
      return;
    }
    if (item.type === "spread_element") {
      const [spread] = partsOf(item);
      const from = spread && (requiredBy(spread) ?? this.bindings.get(spread.text)?.from);
      if (from) this.starExports.push(from);
      return;
    }
    const key = item.childForFieldName("key");
    const value = item.childForFieldName("value");
    const name = key && keyOf(key);
    if (name && value) this.#export(name, value);
  }

  #export(name: string, value: Node): void {
    const from = requiredBy(value);
    const required =
      value.type === "member_expression" ? value.childForFieldName("object") : undefined;
    const memberOf = required ? requiredBy(required) : null;
    if (from !== null) this.exports.set(name, { local: "*", from });
    else if (memberOf !== null) {
      const local = value.childForFieldName("property")?.text ?? name;
      this.exports.set(name, { local, from: memberOf });
    } else {
      this.exports.set(name, { local: localNameOf(value, name), from: null });
    }
  }
}

const UNNAMED = new Set(["class", "function_expression", "arrow_function"]);

/** What an exported expression is called inside the module. A class expression is known by the name it is assigned to. */
function localNameOf(value: Node, exported: string): string {
  if (value.type === "class" && exported !== "default") return exported;
  const name = value.childForFieldName("name");
  if (name) return name.text;
  return UNNAMED.has(value.type) ? DEFAULT_EXPORT : value.text;
}

function namesDeclaredBy(declaration: Node): readonly string[] {
  const name = declaration.childForFieldName("name");
  if (name) return [name.text];
  return declaration.namedChildren
    .map((declarator) => declarator.childForFieldName("name"))
    .filter((declared) => declared?.type === "identifier")
    .map((declared) => declared?.text ?? "");
}

/** `export { "any text" as A }` is allowed. */
function specifierName(node: Node): string {
  const value = textValue(node);
  return value.kind === "text" ? value.value : node.text;
}

/** The specifier of a `require("…")`. */
function requiredBy(node: Node): string | null {
  if (node.type !== "call_expression") return null;
  if (node.childForFieldName("function")?.text !== "require") return null;
  const [argument] = argumentsOf(node);
  const value = argument && textValue(argument);
  return value?.kind === "text" ? value.value : null;
}
