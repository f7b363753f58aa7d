import { parse } from "sucrase/dist/parser/index.js";
import { isJsx, isTypeScript } from "./transform.ts";

/** What sucrase makes of `export const a = 1, b = 2`: it takes the rest for a part of its own assignment. */
const MISTAKEN = /\bexports\.([\p{L}\p{N}_$]+) = \1,/u;

const DECLARING: ReadonlySet<string> = new Set(["const", "let", "var"]);
const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

export function needsSeparateExports(transformed: string): boolean {
  return MISTAKEN.test(transformed);
}

/** Exports the variables of such declarations in a statement of their own at the end. Lines and columns stay. */
export function separateExports(file: string, source: string): string {
  const { tokens } = parse(source, isJsx(file), isTypeScript(file), false);
  const names: string[] = [];
  let result = source;
  for (const [index, token] of tokens.entries()) {
    const keyword = textOf(source, tokens[index + 1]);
    if (textOf(source, token) !== "export" || !DECLARING.has(keyword)) continue;
    const declared = declaredNames(source, tokens, index + 2);
    if (declared.length < 2) continue;
    names.push(...declared);
    result = result.slice(0, token.start) + " ".repeat("export".length) + result.slice(token.end);
  }
  return `${result}\nexport { ${names.join(", ")} };`;
}

type Token = ReturnType<typeof parse>["tokens"][number];

/** The names of `a: number = 1, b = 2`, as far as they are plain names with values. */
function declaredNames(source: string, tokens: readonly Token[], start: number): string[] {
  const names: string[] = [];
  let index = start;
  for (;;) {
    const name = textOf(source, tokens[index]);
    if (!NAME.test(name)) return names;
    names.push(name);
    index += 1;
    while (tokens[index]?.isType) index += 1;
    const equals = tokens[index];
    if (equals?.rhsEndIndex) index = equals.rhsEndIndex;
    if (textOf(source, tokens[index]) !== ",") return names;
    index += 1;
  }
}

function textOf(source: string, token: Token | undefined): string {
  return token ? source.slice(token.start, token.end) : "";
}
