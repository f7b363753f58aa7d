import type { Node } from "web-tree-sitter";
import { partsOf, spanOf } from "../nodes.ts";
import { Budget, UNKNOWN, type Value } from "../value.ts";

/** Evaluates what a module states as literals: its `const`s and enums count, everything that runs is unknown. */
export class ScriptConstants {
  readonly #nodes = new Map<string, Node>();
  readonly #budget = new Budget();

  constructor(program: Node) {
    for (const statement of program.namedChildren) this.#declare(statement);
  }

  #declare(statement: Node): void {
    if (statement.type === "export_statement") {
      const declaration = statement.childForFieldName("declaration");
      if (declaration) this.#declare(declaration);
    } else if (statement.type === "enum_declaration") {
      const [name, body] = [
        statement.childForFieldName("name"),
        statement.childForFieldName("body"),
      ];
      if (name && body) this.#nodes.set(name.text, body);
    } else if (statement.type === "lexical_declaration" && statement.text.startsWith("const")) {
      for (const declarator of statement.namedChildren) {
        const name = declarator.childForFieldName("name");
        const value = declarator.childForFieldName("value");
        if (name?.type === "identifier" && value) this.#nodes.set(name.text, value);
      }
    }
  }

  /** The expression that a top-level `const` is initialised with. */
  expressionOf(name: string): Node | null {
    return this.#nodes.get(name) ?? null;
  }

  /** The top-level `const`s and enums. */
  get names(): Iterable<string> {
    return this.#nodes.keys();
  }

  valueOf(node: Node): Value {
    return this.#budget.spend(() => this.#evaluate(node), UNKNOWN);
  }

  #evaluate(node: Node): Value {
    if (node.hasError) return UNKNOWN;
    switch (node.type) {
      case "string":
      case "template_string":
        return textValue(node);
      case "number":
        return scalar(Number(node.text.replaceAll("_", "")));
      case "unary_expression":
        return this.#negated(node);
      case "true":
      case "false":
        return scalar(node.type === "true");
      case "null":
        return scalar(null);
      case "array":
        return this.#listOf(node);
      case "object":
      case "enum_body":
        return this.#mappingOf(node);
      case "identifier":
        return this.#constant(node.text);
      case "member_expression":
        return this.#member(node);
      case "call_expression":
        return this.#frozen(node);
      default: {
        const inner = unwrap(node);
        return inner ? this.valueOf(inner) : UNKNOWN;
      }
    }
  }

  #constant(name: string): Value {
    const expression = this.#nodes.get(name);
    return expression ? this.valueOf(expression) : UNKNOWN;
  }

  #negated(node: Node): Value {
    const argument = node.childForFieldName("argument");
    const value = argument && node.text.startsWith("-") ? this.valueOf(argument) : UNKNOWN;
    return value.kind === "scalar" && typeof value.value === "number"
      ? scalar(-value.value)
      : UNKNOWN;
  }

  #listOf(node: Node): Value {
    const items = partsOf(node).flatMap((item): readonly Value[] => {
      if (item.type !== "spread_element") return [this.valueOf(item)];
      const [spread] = partsOf(item);
      const list = spread ? this.valueOf(spread) : UNKNOWN;
      return list.kind === "list" ? list.items : [UNKNOWN];
    });
    return { kind: "list", items };
  }

  #mappingOf(node: Node): Value {
    const entries = new Map<string, Value>();
    for (const item of partsOf(node)) {
      if (item.type === "shorthand_property_identifier") {
        entries.set(item.text, this.#constant(item.text));
        continue;
      }
      const key = item.childForFieldName("key") ?? item.childForFieldName("name");
      const name = key && keyOf(key);
      const value = item.childForFieldName("value");
      if (name === null || !value) return UNKNOWN;
      entries.set(name, this.valueOf(value));
    }
    return { kind: "mapping", entries };
  }

  #member(node: Node): Value {
    const object = node.childForFieldName("object");
    const property = node.childForFieldName("property");
    const mapping = object && property ? this.valueOf(object) : UNKNOWN;
    return mapping.kind === "mapping" && property
      ? (mapping.entries.get(property.text) ?? UNKNOWN)
      : UNKNOWN;
  }

  /** `Object.freeze(value)` is the value. */
  #frozen(node: Node): Value {
    if (node.childForFieldName("function")?.text !== "Object.freeze") return UNKNOWN;
    const [argument] = argumentsOf(node);
    return argument ? this.valueOf(argument) : UNKNOWN;
  }
}

/** The arguments of a call. */
export function argumentsOf(call: Node): readonly Node[] {
  const list = call.childForFieldName("arguments");
  return list?.type === "arguments" ? partsOf(list) : [];
}

/** What stands inside `(x)`, `x as T`, `<T>x`, `x satisfies T` and `x!`: none of them changes the value. */
export function unwrap(node: Node): Node | null {
  switch (node.type) {
    case "parenthesized_expression":
    case "as_expression":
    case "satisfies_expression":
    case "non_null_expression":
      return partsOf(node)[0] ?? null;
    case "type_assertion":
      return partsOf(node).at(-1) ?? null;
    default:
      return null;
  }
}

/** The name that a key of an object or a class member spells; null when it is computed. */
export function keyOf(key: Node): string | null {
  if (key.type === "property_identifier" || key.type === "identifier") return key.text;
  const literal = key.type === "computed_property_name" ? (partsOf(key)[0] ?? key) : key;
  const value = textValue(literal);
  return value.kind === "text" ? value.value : null;
}

function scalar(value: number | boolean | null): Value {
  return { kind: "scalar", value };
}

/** A string, or a template without substitutions. */
export function textValue(node: Node): Value {
  const isText = node.type === "string" || node.type === "template_string";
  if (!isText || node.hasError) return UNKNOWN;
  if (node.namedChildren.some((part) => part.type === "template_substitution")) return UNKNOWN;

  const { start, end } = spanOf(node);
  const written = node.text.slice(1, -1);
  return { kind: "text", value: unescape(written), span: { start: start + 1, end: end - 1 } };
}

const ESCAPED: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  0: "\0",
  "\n": "",
  "\r\n": "",
};

/** Source: ECMAScript, EscapeSequence. */
function unescape(written: string): string {
  if (!written.includes("\\")) return written;
  const pattern = /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|[^]))/gi;
  return written.replace(
    pattern,
    (_whole, braced?: string, unit?: string, byte?: string, other = "") => {
      const code = Number.parseInt(braced ?? unit ?? byte ?? "", 16);
      if (!Number.isNaN(code)) return code > 0x10ffff ? "" : String.fromCodePoint(code);
      return ESCAPED[other] ?? other;
    },
  );
}
