import { Document, visit, type ScalarTag } from "yaml";
import { fitsBlock, isPrintable, isSafePlain, quoteText } from "./write-text.ts";

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
  const indent = " ".repeat(style.indent);
  if (typeof value === "string") {
    if (style.flow || !fitsBlock(value)) return ` ${writeScalar(value, "PLAIN", style.flow)}`;
    const lines = value.split("\n").map((line) => (line === "" ? "" : indent + line));
    return [" |-", ...lines].join(style.eol);
  }
  const lines = linesOf(value, style.flow);
  if (!isBlockCollection(value, style)) return ` ${lines.join(" ")}`;
  const indented = lines.map((line) => (line === "" ? "" : indent + line));
  return style.eol + indented.join(style.eol);
}

/** The lines of a value that stands in column 0: in block style, or between brackets. */
export function linesOf(value: unknown, flow = false): readonly string[] {
  const document = new Document(value, {
    aliasDuplicateObjects: false,
    customTags: (tags) => [FLOAT_WITH_EXPONENT, QUOTED_TEXT, ...tags],
  });
  visit(document, {
    Collection: (_, node) => {
      node.flow = flow || node.items.length === 0;
    },
    Scalar: (place, node) => {
      const { value: text } = node;
      if (typeof text !== "string") return;
      if (!flow && place !== "key" && fitsBlock(text)) node.type = "BLOCK_LITERAL";
      else if (!isSafePlain(text, flow)) node.format = QUOTED;
    },
  });
  const text = document.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
  });
  return text.replace(/\n$/, "").split("\n");
}

/** YAML 1.1 knows no exponent without a point. */
const FLOAT_WITH_EXPONENT: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  identify: (value) => typeof value === "number" && /^-?\d+e/.test(String(value)),
  test: /^(?!)/, // For writing only.
  resolve: Number,
  stringify: ({ value }) => String(value).replace("e", ".0e"),
};

const QUOTED = "quoted";

/** Texts that are marked with this format. YAML's own quotes would leave in what YAML 1.1 refuses. */
const QUOTED_TEXT: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  format: QUOTED,
  identify: (value) => typeof value === "string",
  resolve: (text) => text,
  stringify: ({ value }) => quoteText(String(value)),
};

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
  if (quote === "QUOTE_SINGLE" && isPrintable(value)) return `'${value.replaceAll("'", "''")}'`;
  if (quote === "QUOTE_DOUBLE" || !isSafePlain(value, flow)) return quoteText(value);
  return linesOf(value).join(" ");
}
