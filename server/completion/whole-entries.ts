import { stringify } from "yaml";
import { firstValueOf, membersOf } from "../../registry/config/index.ts";
import type { ClassFacts, DiscoveredPlugin, JsonSchema } from "../../registry/modules/index.ts";
import { describeClass } from "../hover/index.ts";
import { readEntry } from "../workspace/index.ts";
import { freeName, snakeCase } from "./own-words.ts";
import type { CompletionPlace } from "./place.ts";
import { escapeSnippet, type Suggestion } from "./suggestion.ts";

/** Whole entries for the plugins that are there and that the manifest does not name yet. */
export async function wholeEntries({
  file,
  roots,
  workspace,
  item,
}: CompletionPlace): Promise<Suggestion[]> {
  if (!roots) return [];
  const { items, form } = file.manifest;
  const taken = new Set(items.map((other) => readEntry(other).module));
  const names = new Set(items.map(({ name }) => name));
  const frame = form === "mapping" ? (item ? "body" : "mapping") : item ? "item" : "list";
  return (await workspace.classes.discover(roots))
    .filter(({ reference }) => !taken.has(reference))
    .map((plugin) => wholeEntry(plugin, frame, names));
}

/** What has to be written: an item with or without its dash, an entry under its name, or what stands under a name. */
type Frame = "list" | "item" | "mapping" | "body";

function wholeEntry(
  { reference, facts, announcedBy }: DiscoveredPlugin,
  frame: Frame,
  names: ReadonlySet<string>,
): Suggestion {
  const name = `\${1:${escapeSnippet(freeName(facts.declaredName ?? snakeCase(facts.name), names))}}`;
  const body = [`module: ${escapeSnippet(reference)}`, ...configLines(facts)];
  const newText = framed(frame, name, body).join("\n");
  return {
    label: `${facts.name} (${reference})`,
    kind: "Snippet",
    newText,
    plainText: withoutStops(newText),
    detail: announcedBy === null ? "new entry" : `new entry, installed with ${announcedBy}`,
    documentation: describeClass(facts),
    rank: 2,
  };
}

function framed(frame: Frame, name: string, body: readonly string[]): readonly string[] {
  const indented = body.map((line) => `  ${line}`);
  switch (frame) {
    case "list":
      return [`- name: ${name}`, ...indented];
    case "item":
      return [`name: ${name}`, ...body];
    case "mapping":
      return [`${name}:`, ...indented];
    case "body":
      return body;
  }
}

function configLines({ configSchema }: ClassFacts): string[] {
  const required = configSchema
    ? membersOf(configSchema).filter((member) => member.isRequired)
    : [];
  if (required.length === 0) return [];
  return [
    "config:",
    ...required.map(({ name, schema }, index) => `  ${name}: ${slotFor(schema, index + 2)}`),
  ];
}

/** A tab stop with what its schema says first: the values to choose from, or one of the right type. */
function slotFor(schema: JsonSchema, stop: number): string {
  const choices = schema.enum ?? (schema.type === "boolean" ? [true, false] : []);
  if (choices.length > 0) {
    const words = choices.map((value) =>
      stringify(value)
        .trimEnd()
        .replace(/[\\$},|]/g, "\\$&"),
    );
    return `\${${stop}|${words.join(",")}|}`;
  }
  const written = stringify(firstValueOf(schema), { collectionStyle: "flow" }).trimEnd();
  return written === '""' || written.includes("\n")
    ? `$${stop}`
    : `\${${stop}:${escapeSnippet(written)}}`;
}

/** The text as editors get it that know no tab stops. */
function withoutStops(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|((?:[^,|\\]|\\.)*)(?:,(?:[^|\\]|\\.)*)?\|\}/g, "$1")
    .replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}|\$\d+/g, "$1")
    .replace(/\\([\\$},|])/g, "$1");
}
