import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const PLUGIN_TYPES = 10;
/** Every hundredth entry has a wrong `enabled`. */
const WRONG_EVERY = 100;

/** A folder with ten plugins and a JSON schema that says about their manifest what their classes say. */
export function createWorkspace(): { readonly folder: string; readonly schemaUri: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  mkdirSync(path.join(folder, "plugins"));
  for (let type = 0; type < PLUGIN_TYPES; type++) {
    writeFileSync(path.join(folder, "plugins", `type${type}.ts`), pluginSource(type));
  }
  const schemaFile = path.join(folder, "schema.json");
  writeFileSync(schemaFile, JSON.stringify(manifestSchema()));
  return { folder, schemaUri: pathToFileURL(schemaFile).href };
}

/** A manifest of twelve lines for each entry; entries with something wrong are counted. */
export function manifestOf(entries: number): { readonly text: string; readonly wrong: number } {
  const lines: string[] = [];
  let wrong = 0;
  for (let index = 0; index < entries; index++) {
    const isWrong =
      index % WRONG_EVERY === WRONG_EVERY - 1 || (entries < WRONG_EVERY && index === 1);
    if (isWrong) wrong += 1;
    lines.push(
      `- name: plugin_${index}`,
      `  module: ./plugins/type${index % PLUGIN_TYPES}.ts:Type${index % PLUGIN_TYPES}`,
      `  enabled: ${isWrong ? "[]" : "true"}`,
      `  description: The plugin number ${index} of the manifest`,
      "  hooks:",
      "    - post_plan",
      "    - on_feedback",
      "  config:",
      `    project_key: KEY${index}`,
      "    mode: quick",
      `    limit: ${index % 50}`,
      "    watchers: [dana@example.com, sam@example.com]",
    );
  }
  return { text: `${lines.join("\n")}\n`, wrong };
}

const SETTINGS = { project_key: "string", mode: "string", limit: "integer", watchers: "array" };

function pluginSource(type: number): string {
  return `import { PluginBase } from "patchbay";
import { z } from "zod";

/** The plugin of type ${type}. */
export class Type${type} extends PluginBase {
  static override readonly name = "type${type}";
  static override readonly hooks = ["post_plan", "on_feedback"] as const;
  static override readonly configSchema = z.object({
    project_key: z.string(),
    mode: z.enum(["quick", "thorough"]),
    limit: z.number().int().max(100),
    watchers: z.array(z.string()),
  });
  post_plan() {}
  on_feedback() {}
}
`;
}

function manifestSchema(): object {
  const config = {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(SETTINGS).map(([name, type]) => [name, { type }]),
    ),
    required: Object.keys(SETTINGS),
  };
  const branches = Array.from({ length: PLUGIN_TYPES }, (_, type) => ({
    if: { properties: { module: { const: `./plugins/type${type}.ts:Type${type}` } } },
    // oxlint-disable-next-line unicorn/no-thenable
    then: { properties: { config } },
  }));
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "array",
    items: {
      type: "object",
      required: ["name", "module"],
      properties: {
        name: { type: "string", minLength: 1, description: "Unique name of the plugin." },
        module: { type: "string", description: "Where the class is." },
        enabled: { type: "boolean", description: "Whether it is active." },
        description: { type: "string" },
        hooks: { type: "array", items: { type: "string" } },
        config: { type: "object" },
      },
      allOf: branches,
    },
  };
}
