import type { TextEdit } from "../../registry/base/text.ts";
import type { ModuleFacts } from "../../registry/modules/index.ts";
import { KNOWN_HOOKS } from "../../schemas/index.ts";
import { textOf } from "../workspace/index.ts";
import type { FixProvider } from "./fix.ts";
import { handlerLines, styleOf, type SourceStyle } from "./source-style.ts";

/** A reference to a class that its file does not have: writes the class, with the hooks that the entry lists. */
export const addClass: FixProvider = async ({ code, known, workspace }) => {
  const lookup = known?.lookup;
  if (code !== "module/class-not-found" || lookup?.kind !== "class-not-found") return [];
  const className = known?.entry.module?.split(":").at(-1) ?? "";
  if (!/^[A-Za-z_]\w*$/.test(className)) return [];
  const facts = await workspace.classes.factsOf(lookup.file);
  if (!facts || facts.broken) return [];
  const file = await textOf(lookup.file, workspace.texts);
  const style = styleOf(file.text, lookup.file);
  const importing = importOfBase(file.text, facts, style);
  if (!importing) return [];
  const hooks = (known?.entry.hooks ?? []).filter((hook) => Object.hasOwn(KNOWN_HOOKS, hook));
  const lines = classLines(className, known?.item.name ?? className, hooks, style);
  const end = file.text.trimEnd().length;
  const gap =
    end === 0 ? "" : style.language === "python" ? style.eol.repeat(3) : style.eol.repeat(2);
  const newText = gap + lines.join(style.eol) + style.eol;
  const edits = [...importing, { span: { start: end, end: file.text.length }, newText }];
  return [{ title: `Add the class ${className} to the file`, elsewhere: [{ file, edits }] }];
};

function classLines(
  className: string,
  plugin: string,
  hooks: readonly string[],
  style: SourceStyle,
): readonly string[] {
  const { quote, step, language } = style;
  const quoted = (text: string): string =>
    quote + text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
  const list = hooks.map(quoted).join(", ");
  const members = hooks.flatMap((hook) => ["", ...handlerLines(hook, style, false)]);
  const indented = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => (line === "" ? "" : step + line));
  if (language === "python") {
    const statics = [`name = ${quoted(plugin)}`, `hooks = (${list}${hooks.length > 0 ? "," : ""})`];
    return [`class ${className}(PluginBase):`, ...indented([...statics, ...members])];
  }
  const [before, after] =
    language === "typescript" ? ["static override readonly", " as const"] : ["static", ""];
  const statics = [`${before} name = ${quoted(plugin)};`, `${before} hooks = [${list}]${after};`];
  return [
    `export class ${className} extends PluginBase {`,
    ...indented([...statics, ...members]),
    "}",
  ];
}

/** Nothing when the base is there already; null when it cannot be told how this file imports it. */
function importOfBase(
  text: string,
  { bindings, file }: ModuleFacts,
  { language, quote, eol }: SourceStyle,
): readonly TextEdit[] | null {
  if (bindings.has("PluginBase")) return [];
  if (language === "python" || file.endsWith(".cjs")) return null;
  const first = /^import\b/m.exec(text)?.index;
  const start = first ?? /^\uFEFF?(?:#!.*\r?\n)?/.exec(text)?.[0].length ?? 0;
  const newText = `import { PluginBase } from ${quote}patchbay${quote};${eol}`;
  return [{ span: { start, end: start }, newText }];
}
