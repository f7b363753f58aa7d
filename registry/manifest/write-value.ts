import { Document, isMap, isSeq, visit } from "yaml";

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

/** The lines of a value in block style that stands in column 0. */
export function linesOf(value: unknown, flow = false): readonly string[] {
  const document = new Document(value, { aliasDuplicateObjects: false });
  if (flow) {
    visit(document, {
      Collection: (_, node) => {
        node.flow = true;
      },
      Scalar: (_, node) => {
        if (typeof node.value === "string" && node.value.includes("\n")) node.type = "QUOTE_DOUBLE";
      },
    });
  } else if (isMap(document.contents) || isSeq(document.contents)) document.contents.flow = false;
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return text.replace(/\n$/, "").split("\n");
}

function isBlockCollection(value: unknown, { flow }: ValueStyle): boolean {
  if (flow || typeof value !== "object" || value === null) return false;
  return Object.keys(value).length > 0;
}

/** A text in the quotes that another had; as YAML needs it when it had none. */
export function writeScalar(
  value: unknown,
  quote: "PLAIN" | "QUOTE_SINGLE" | "QUOTE_DOUBLE",
  flow: boolean,
): string {
  const document = new Document(value);
  if (typeof value === "string" && document.contents && "type" in document.contents) {
    document.contents.type = value.includes("\n") ? "QUOTE_DOUBLE" : quote;
  }
  const text = document.toString({ lineWidth: 0 }).replace(/\n$/, "");
  // What is fine at the top of a document may end an item between brackets.
  return flow && /[,[\]{}]/.test(text) && !/^["']/.test(text) ? JSON.stringify(value) : text;
}
