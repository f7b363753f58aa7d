import { Document, isScalar, visit } from "yaml";

/** How a value is written: on one line between brackets, or below its key in lines of their own. */
export interface ValueStyle {
  readonly flow: boolean;
  /** Columns before the lines of a block value. */
  readonly indent: number;
  readonly eol: string;
}

/**
 * The text of a value as it follows a key and its colon, with the white space before it. Collections that are empty,
 * and all in a flow collection, are written between brackets.
 */
export function writeValue(value: unknown, style: ValueStyle): string {
  if (style.flow && typeof value === "string") return ` ${writeScalar(value, "PLAIN", true)}`;
  const lines = linesOf(value, style.flow);
  const [first = ""] = lines;
  if (lines.length === 1 && !isBlockCollection(value, style)) return ` ${first}`;
  const indent = " ".repeat(style.indent);
  const indented = lines.map((line) => (line === "" ? "" : indent + line));
  if (isBlockCollection(value, style)) return style.eol + indented.join(style.eol);
  // A block scalar: its header stands behind the colon.
  return ` ${first}${style.eol}${indented
    .slice(1)
    .map((line) => line.replace(/^ {2}(?=\s*\S)/, ""))
    .join(style.eol)}`;
}

/** The lines of a value that stands in column 0: in block style, or between brackets. */
export function linesOf(value: unknown, flow = false): readonly string[] {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === MERGE_KEY) key.type = "QUOTE_DOUBLE";
    },
    Collection: (_, node) => {
      node.flow = flow;
    },
    Scalar: (_, node) => {
      const isLong = typeof node.value === "string" && node.value.includes("\n");
      if (flow && isLong) node.type = "QUOTE_DOUBLE";
    },
  });
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return text.replace(/\n$/, "").split("\n");
}

/** What a plain `<<` means in a mapping is not a key. */
const MERGE_KEY = "<<";

function isBlockCollection(value: unknown, { flow }: ValueStyle): boolean {
  if (flow || typeof value !== "object" || value === null) return false;
  return Object.keys(value).length > 0;
}

/** A scalar on one line: a text in the quotes that another had, or as YAML needs it when it had none. */
export function writeScalar(
  value: unknown,
  quote: "PLAIN" | "QUOTE_SINGLE" | "QUOTE_DOUBLE",
  flow: boolean,
): string {
  if (typeof value !== "string") return linesOf(value).join(" ");
  const isPrintable = !/\p{C}|[\u2028\u2029]/u.test(value);
  if (quote === "QUOTE_SINGLE" && isPrintable) return `'${value.replaceAll("'", "''")}'`;
  if (quote === "QUOTE_DOUBLE" || !isPrintable || value === MERGE_KEY) return JSON.stringify(value);
  const [line = "", ...more] = linesOf(value);
  // What is fine at the top of a document may end an item between brackets.
  const isUnfit = more.length > 0 || (flow && /[,[\]{}]/.test(line) && !/^["']/.test(line));
  return isUnfit ? JSON.stringify(value) : line;
}
