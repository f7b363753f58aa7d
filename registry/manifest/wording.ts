import { pluginKindSchema } from "../../schemas/index.ts";

/** What each field expects, to be read after "must be" and after "add". `hooks[]` is an item of `hooks`. */
const EXPECTED: Readonly<Record<string, string>> = {
  name: "a name of at least one character (in quotes if it looks like a number)",
  module: "a module reference such as `./plugins/ticket.ts:Ticket`",
  enabled: "`true` or `false` (`yes`/`no`, `on`/`off` and `1`/`0` are understood too)",
  description: "a text",
  hooks: "a list of hook names, such as `[post_plan]`",
  "hooks[]": "the name of a hook, as text",
  config: "a mapping of settings",
  kind: `one of ${pluginKindSchema.options.map((kind) => `\`${kind}\``).join(", ")}`,
  version: "a version range as text, such as `^1.2.0` (in quotes if it looks like a number)",
};

export function expectation(field: string): string {
  return EXPECTED[field] ?? "something else";
}

/** What a value is, without saying which. */
export function nameOfKind(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return value === "" ? "an empty text" : "a text";
  if (typeof value === "boolean") return "`true` or `false`";
  return typeof value === "object" ? "a mapping" : "a number";
}

/** The likeliest reason why a text is no module reference. */
export function adviceOnModule(reference: string): string {
  const colon = reference.lastIndexOf(":");
  if (/[\r\n]/.test(reference)) return "There is a line break in it.";
  if (colon === -1) return "The class is missing: add a colon and its name.";
  const className = reference.slice(colon + 1);
  if (className === "") return "The class's name is missing after the colon.";
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(className)) {
    return "What follows the last colon is no class name (letters, digits and `_`, not starting with a digit).";
  }
  if (colon === 0) return "The path is missing before the colon.";
  if (reference.slice(0, colon).includes("-")) {
    return "A dotted path has no hyphens (a path to a file starts with `./`).";
  }
  return "The path before the colon is neither dotted, nor relative (`./…`), nor a package's.";
}
