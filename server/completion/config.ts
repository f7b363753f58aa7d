import { stringify } from "yaml";
import { alternativesOf, membersOf, schemaAt, wordSchema } from "../../registry/config/index.ts";
import type { JsonSchema } from "../../registry/modules/index.ts";
import { keyText } from "./entry-keys.ts";
import type { CompletionPlace } from "./place.ts";
import type { Suggestion } from "./suggestion.ts";

/** The keys that the class's schema knows at this place of `config`, those that must be there first. */
export function configKeys(place: CompletionPlace): Suggestion[] {
  const { cursor, file } = place;
  const schema = schemaHere(place);
  const isTop = cursor.path.length === 1;
  const members = schema ? membersOf(schema) : [];
  const suggestions = members.map(({ name, schema: member, isRequired }): Suggestion => ({
    label: name,
    kind: "Field",
    ...keyText(name, file, cursor, startOf(member)),
    detail: `${wordSchema(member)}${isRequired ? ", required" : ""}`,
    documentation: documentationOf(member),
    rank: isRequired ? 0 : 1,
  }));
  const secrets: Suggestion = {
    label: "secrets",
    kind: "Field",
    ...keyText("secrets", file, cursor, ":\n  $0"),
    detail: "where the plugin's secrets come from",
    rank: 2,
  };
  return (isTop ? [...suggestions, secrets] : suggestions).filter(
    ({ label }) => !cursor.siblings.includes(label),
  );
}

/** The values that the class's schema allows or begins with. */
export function configValues(place: CompletionPlace): Suggestion[] {
  const schema = schemaHere(place);
  if (!schema) return [];
  if (membersOf(schema).length > 0) {
    // After the dash of an item that is a mapping its keys begin.
    const isItem = /-[ \t]*$/.test(place.file.lineBefore(place.cursor.token.start));
    return isItem && place.cursor.path.length > 1 ? configKeys(place) : [];
  }
  const values = new Set<string>();
  for (const alternative of alternativesOf(schema)) {
    for (const value of valuesOf(alternative)) values.add(stringify(value).trimEnd());
  }
  const standard = schema.default === undefined ? null : stringify(schema.default).trimEnd();
  if (standard && !standard.includes("\n")) values.add(standard);
  return [...values].map((value) => ({
    label: value,
    kind: "Value",
    ...(value === standard && { detail: "default" }),
    rank: value === standard ? 0 : 1,
  }));
}

function schemaHere({ configSchema, cursor }: CompletionPlace): JsonSchema | null {
  return schemaAt(configSchema, cursor.path.slice(1));
}

function valuesOf(schema: JsonSchema): readonly unknown[] {
  if (schema.enum) return schema.enum;
  if (schema.const !== undefined) return [schema.const];
  return schema.type === "boolean" ? [true, false] : [];
}

function startOf(schema: JsonSchema): string | undefined {
  if (schema.type === "object") return ":\n  $0";
  return schema.type === "array" ? ":\n  - $0" : undefined;
}

function documentationOf({ description, default: standard }: JsonSchema): string | null {
  const told = standard === undefined ? "" : `Default: \`${JSON.stringify(standard)}\`.`;
  return [description, told].filter(Boolean).join("\n\n") || null;
}
