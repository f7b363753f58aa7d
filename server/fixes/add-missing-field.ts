import type { Span, TextEdit } from "../../registry/base/text.ts";
import type { ManifestItem } from "../../registry/manifest/index.ts";
import { MANIFEST_ENTRY_KEYS } from "../../schemas/index.ts";
import type { MendProvider } from "./fix.ts";

/** Writes the field that an entry lacks, with the likeliest value. */
export const addMissingField: MendProvider = async (request) => {
  const { code, data, known, file } = request;
  const { field } = data;
  if (code !== "manifest/missing-field" || typeof field !== "string" || !known) return [];
  const value = field === "module" ? await likelyModule(request) : likelyName(known.entry.module);
  const edit = insertField(known.item, file.text, field, value);
  if (!edit) return [];
  return [{ title: `Add ${field}: ${value}`, edits: [edit], isPreferred: true, isGuess: true }];
};

async function likelyModule({
  known,
  file,
  workspace,
}: Parameters<MendProvider>[0]): Promise<string> {
  const name = known?.item.name ?? "plugin";
  const roots = workspace.rootsOf(file);
  const discovered = roots ? await workspace.classes.discover(roots) : [];
  const named = discovered.find(({ facts }) => facts.declaredName === name);
  return named?.reference ?? `./plugins/${name.replaceAll("_", "-")}.ts:${pascalCase(name)}`;
}

function likelyName(module: string | null): string {
  const className = module?.slice(module.lastIndexOf(":") + 1) ?? "";
  return className.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase() || "my_plugin";
}

function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("") || "Plugin";
}

/** `name` goes first, everything else after the name. Null when the entry has nothing to hold on to. */
function insertField(
  item: ManifestItem,
  text: string,
  field: string,
  value: string,
): TextEdit | null {
  const fields = MANIFEST_ENTRY_KEYS.flatMap((key) => item.spansAt([key]) ?? []);
  const first = fields.toSorted((one, other) => one.key.start - other.key.start)[0];
  if (!first) return null;
  const line = `${field}: ${value}`;
  const lineStart = text.lastIndexOf("\n", first.key.start - 1) + 1;
  const isFlow = /[{,]\s*$/.test(text.slice(item.span.start, first.key.start));
  const name = field === "name" ? null : item.spansAt(["name"]);
  if (isFlow) {
    const written = `${field}: ${/[{}[\],#]/.test(value) ? JSON.stringify(value) : value}`;
    return name
      ? insertAt(name.value.end, `, ${written}`)
      : insertAt(first.key.start, `${written}, `);
  }
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const indent = " ".repeat(first.key.start - lineStart);
  return name
    ? insertAt(name.value.end, `${eol}${indent}${line}`)
    : insertAt(first.key.start, `${line}${eol}${indent}`);
}

function insertAt(offset: number, newText: string): TextEdit {
  const span: Span = { start: offset, end: offset };
  return { span, newText };
}
