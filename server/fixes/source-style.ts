import type { ClassFacts } from "../../registry/modules/index.ts";
import { KNOWN_HOOKS } from "../../schemas/index.ts";
import { camelCase, hookHandledBy } from "../workspace/index.ts";

/** How a source is written, so that what is added looks as if its author had written it. */
export interface SourceStyle {
  readonly language: "typescript" | "javascript" | "python";
  readonly quote: '"' | "'";
  /** One step of indentation. */
  readonly step: string;
  readonly eol: string;
}

export function styleOf(text: string, file: string): SourceStyle {
  const count = (quote: string): number => text.split(quote).length;
  const indents = [...text.matchAll(/^(\t| {2,8})(?=[^\s*])/gm)].map(([, indent = ""]) => indent);
  const isPython = file.endsWith(".py");
  const shortest = indents.toSorted((one, other) => one.length - other.length)[0];
  return {
    language: isPython ? "python" : /\.(?:[cm]?ts|tsx)$/.test(file) ? "typescript" : "javascript",
    quote: count("'") > count('"') ? "'" : '"',
    step: shortest ?? (isPython ? "    " : "  "),
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}

/** A method that handles a hook, as lines without the indentation of its class's members. */
export function handlerLines(
  hook: string,
  { language, step, quote }: SourceStyle,
  isTyped: boolean,
  name: string = hook,
): readonly string[] {
  const known = KNOWN_HOOKS[hook];
  const names = Object.keys(known?.sample ?? {});
  const when = known?.when ?? `Called for ${hook}.`;
  if (language === "python") {
    const parameters = ["self", ...(known ? names : ["**payload"])].join(", ");
    return [`def ${name}(${parameters}):`, `${step}"""${when}"""`];
  }
  const parameter = known ? `{ ${names.join(", ")} }` : "payload";
  const type =
    known && isTyped ? `HookPayloads[${quote}${hook}${quote}]` : "Record<string, unknown>";
  const signature = language === "typescript" ? `(${parameter}: ${type}): void` : `(${parameter})`;
  return [`${name}${signature} {`, `${step}// ${when}`, "}"];
}

/** A class that handles most of its hooks by methods in camel case gets another such method. */
export function methodNameFor(hook: string, { methods }: ClassFacts): string {
  const hooks = new Set(Object.keys(KNOWN_HOOKS));
  const spelt = methods.filter((method) => hookHandledBy(method, hooks));
  const camel = spelt.filter(({ name }) => /[A-Z]/.test(name)).length;
  return camel > spelt.length / 2 ? camelCase(hook) : hook;
}
