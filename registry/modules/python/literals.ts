import type { Node } from "web-tree-sitter";
import { partsOf } from "../nodes.ts";
import { Budget, UNKNOWN, type Value } from "../value.ts";

/** Evaluates what a Python module states as literals: names that are assigned exactly once at its top count. */
export class PythonConstants {
  readonly #nodes = new Map<string, Node | null>();
  readonly #budget = new Budget();

  constructor(module: Node) {
    for (const { name, value } of assignmentsIn(module)) {
      this.#nodes.set(name, this.#nodes.has(name) ? null : value);
    }
  }

  valueOf(node: Node): Value {
    return this.#budget.spend(() => this.#evaluate(node), UNKNOWN);
  }

  #evaluate(node: Node): Value {
    if (node.hasError) return UNKNOWN;
    switch (node.type) {
      case "string":
        return stringValue(node);
      case "concatenated_string":
        return this.#joined(node);
      case "integer":
      case "float":
        return { kind: "scalar", value: Number(node.text.replaceAll("_", "")) };
      case "true":
      case "false":
        return { kind: "scalar", value: node.type === "true" };
      case "none":
        return { kind: "scalar", value: null };
      case "list":
      case "tuple":
      case "set":
      case "expression_list":
        return this.#listOf(node);
      case "dictionary":
        return this.#mappingOf(node);
      case "unary_operator":
        return this.#negated(node);
      case "parenthesized_expression":
        return this.#only(partsOf(node));
      case "binary_operator":
        return this.#sum(node);
      case "identifier": {
        const expression = this.#nodes.get(node.text);
        return expression ? this.valueOf(expression) : UNKNOWN;
      }
      case "call":
        return this.#converted(node);
      default:
        return UNKNOWN;
    }
  }

  #only(nodes: readonly Node[]): Value {
    const [node] = nodes;
    return node && nodes.length === 1 ? this.valueOf(node) : UNKNOWN;
  }

  #joined(node: Node): Value {
    const parts = partsOf(node).map((part) => this.valueOf(part));
    const texts = parts.filter((part) => part.kind === "text");
    const [first, last] = [texts[0], texts.at(-1)];
    if (!first || !last || texts.length !== parts.length) return UNKNOWN;
    return {
      kind: "text",
      value: texts.map(({ value }) => value).join(""),
      span: { start: first.span.start, end: last.span.end },
    };
  }

  #listOf(node: Node): Value {
    const items = partsOf(node).flatMap((item): readonly Value[] => {
      if (item.type !== "list_splat") return [this.valueOf(item)];
      const list = this.#only(partsOf(item));
      return list.kind === "list" ? list.items : [UNKNOWN];
    });
    return { kind: "list", items };
  }

  #mappingOf(node: Node): Value {
    const entries = new Map<string, Value>();
    for (const pair of partsOf(node)) {
      const [key, value] = [pair.childForFieldName("key"), pair.childForFieldName("value")];
      const name = key ? this.valueOf(key) : UNKNOWN;
      if (name.kind !== "text" || !value) return UNKNOWN;
      entries.set(name.value, this.valueOf(value));
    }
    return { kind: "mapping", entries };
  }

  #negated(node: Node): Value {
    const argument = node.childForFieldName("argument");
    const value = argument && node.text.startsWith("-") ? this.valueOf(argument) : UNKNOWN;
    return value.kind === "scalar" && typeof value.value === "number"
      ? { kind: "scalar", value: -value.value }
      : UNKNOWN;
  }

  /** Lists and texts that are added to each other. */
  #sum(node: Node): Value {
    const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
    if (node.childForFieldName("operator")?.type !== "+" || !left || !right) return UNKNOWN;
    const [first, second] = [this.valueOf(left), this.valueOf(right)];
    return first.kind === "list" && second.kind === "list"
      ? { kind: "list", items: [...first.items, ...second.items] }
      : UNKNOWN;
  }

  /** `tuple([…])`, `list(…)`, `frozenset(…)`. */
  #converted(node: Node): Value {
    const name = node.childForFieldName("function")?.text ?? "";
    const list = node.childForFieldName("arguments");
    if (!["tuple", "list", "set", "frozenset"].includes(name) || !list) return UNKNOWN;
    const args = partsOf(list);
    return args.length === 0 ? { kind: "list", items: [] } : this.#only(args);
  }
}

export interface PythonAssignment {
  readonly name: string;
  /** Null for a name that is only annotated, or changed in place. */
  readonly value: Node | null;
}

/** The plain assignments of a block, in order. */
export function assignmentsIn(block: Node): readonly PythonAssignment[] {
  return block.namedChildren.flatMap((statement): readonly PythonAssignment[] => {
    const [assignment] = statement.namedChildren;
    if (statement.type !== "expression_statement" || !assignment) return [];
    const left = assignment.childForFieldName("left");
    if (left?.type !== "identifier") return [];
    if (assignment.type === "augmented_assignment") return [{ name: left.text, value: null }];
    const value = assignment.childForFieldName("right");
    return assignment.type === "assignment" && value ? [{ name: left.text, value }] : [];
  });
}

export interface PythonAnnotation {
  readonly name: string;
  readonly type: Node;
  /** Null for a name that is only annotated. */
  readonly value: Node | null;
}

/** The fields of a model: `name: type` and `name: type = value`. Names with an underscore first and class variables are none. */
export function annotatedIn(block: Node): readonly PythonAnnotation[] {
  return block.namedChildren.flatMap((statement): readonly PythonAnnotation[] => {
    const [assignment] = statement.namedChildren;
    const name = assignment?.childForFieldName("left");
    const type = assignment?.childForFieldName("type");
    if (assignment?.type !== "assignment" || name?.type !== "identifier" || !type) return [];
    if (name.text.startsWith("_") || /^(?:typing\.)?ClassVar\b/.test(type.text)) return [];
    return [{ name: name.text, type, value: assignment.childForFieldName("right") }];
  });
}

/** A string that is neither bytes nor filled in when the module runs. */
export function stringValue(node: Node): Value {
  const start = node.namedChildren.find(({ type }) => type === "string_start");
  const end = node.namedChildren.findLast(({ type }) => type === "string_end");
  if (node.type !== "string" || !start || !end || node.hasError) return UNKNOWN;
  if (/b/i.test(start.text) || node.namedChildren.some(({ type }) => type === "interpolation")) {
    return UNKNOWN;
  }
  const span = { start: start.endIndex, end: end.startIndex };
  const written = node.text.slice(span.start - node.startIndex, span.end - node.startIndex);
  return { kind: "text", value: /r/i.test(start.text) ? written : unescape(written), span };
}

const ESCAPED: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Source: Python reference, "String and Bytes literals". An unknown escape stays as it is. */
function unescape(written: string): string {
  if (!written.includes("\\")) return written;
  const pattern = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{1,3})|([^]))/gi;
  return written.replace(
    pattern,
    (whole, byte?: string, unit?: string, long?: string, octal?: string, other = "") => {
      const hex = byte ?? unit ?? long;
      const code = hex ? Number.parseInt(hex, 16) : Number.parseInt(octal ?? "", 8);
      if (!Number.isNaN(code)) return code > 0x10ffff ? whole : String.fromCodePoint(code);
      return ESCAPED[other] ?? whole;
    },
  );
}
