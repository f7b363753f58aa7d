import path from "node:path";
import { schemaAt, wordSchema } from "../../registry/config/index.ts";
import type { ManifestCursor } from "../../registry/manifest/index.ts";
import type { InstalledPackage } from "../../registry/modules/index.ts";
import { manifestEntrySchema } from "../../schemas/index.ts";
import { handlerOf, type Calls, type HookRoll, type KnownEntry } from "../workspace/index.ts";
import { code, describeClass, paragraphs } from "./describe-class.ts";
import { describeHook } from "./describe-hook.ts";
import { describePlugin } from "./describe-plugin.ts";
import { describeSecret } from "./describe-secret.ts";
import { listed } from "./listed.ts";

export interface HoverSurroundings {
  /** Paths are told relative to it. */
  readonly folder: string;
  /** Asked for where it matters only. */
  readonly roll: () => HookRoll;
  /** How often the entry's plugin was called for a hook in the last minutes. */
  readonly recent: (hook: string) => Calls | null;
}

/** What there is to say about a place of a manifest, as Markdown; null when there is nothing. */
export function explain(
  { path: place, role }: Pick<ManifestCursor, "path" | "role">,
  word: string,
  subject: KnownEntry,
  around: HoverSurroundings,
): string | null {
  const [field] = place;
  if (role === "key") return explainKey([...place, word], subject, around);
  switch (field) {
    case "name":
      return livePlugin(subject, around) ?? explainKey(["name"], subject, around);
    case "module":
      return explainModule(subject, around);
    case "hooks":
      return explainHook(word, subject, around.roll());
    case "config":
      return explainConfig(place, subject);
    case undefined:
    default:
      return explainKey(place, subject, around);
  }
}

function livePlugin({ plugin }: KnownEntry, { recent }: HoverSurroundings): string | null {
  return plugin && describePlugin(plugin, recent);
}

function explainKey(
  place: readonly (string | number)[],
  subject: KnownEntry,
  around: HoverSurroundings,
): string | null {
  const [key] = place;
  if (key === "config" && place.length > 1) return explainConfig(place, subject);
  const shape: Readonly<Record<string, { readonly description?: string | undefined }>> =
    manifestEntrySchema.shape;
  const known = typeof key === "string" && Object.hasOwn(shape, key) ? shape[key] : undefined;
  if (!known) return null;
  const state = key === "enabled" ? livePlugin(subject, around) : null;
  return paragraphs(`**${key}**`, known.description, state);
}

function explainModule(subject: KnownEntry, around: HoverSurroundings): string | null {
  const { lookup } = subject;
  const { folder } = around;
  if (!lookup) return null;
  switch (lookup.kind) {
    case "found":
      return paragraphs(
        describeClass(lookup.facts),
        `in ${code(path.relative(folder, lookup.file))}`,
        wordInstalled(lookup.installed),
        livePlugin(subject, around),
      );
    case "contributor":
      return paragraphs(
        "A function that registers factories:",
        lookup.contributes
          .map(
            ({ kind, name, version }) =>
              `- ${code([kind, name, version].filter(Boolean).join(" "))}`,
          )
          .join("\n"),
        `in ${code(path.relative(folder, lookup.file))}`,
        wordInstalled(lookup.installed),
      );
    case "class-not-found":
      return `${code(path.relative(folder, lookup.file))} has no such class. It has: ${lookup.candidates.map(code).join(", ") || "none"}.`;
    case "file-not-found":
      return paragraphs(
        "There is no such module. Looked for:",
        lookup.looked.map((file) => `- ${code(path.relative(folder, file))}`).join("\n"),
      );
    case "malformed":
      return lookup.reason;
    case "unreadable":
      return `${code(lookup.file)} was not read: ${lookup.reason}.`;
  }
}

function wordInstalled(installed: InstalledPackage | null): string | null {
  return installed && `installed with ${code(`${installed.name} ${installed.version}`)}`;
}

function explainHook(hook: string, { lookup }: KnownEntry, roll: HookRoll): string {
  const handler = lookup?.kind === "found" ? handlerOf(lookup.facts, hook) : null;
  return paragraphs(
    `**${hook}**`,
    describeHook(hook) ??
      "Not a hook of the platform: it is called when a plugin or your service fires it.",
    handler &&
      paragraphs(
        `Handled by ${code(`${handler.name}(${handler.parameters.join(", ")})`)}`,
        handler.documentation,
      ),
    listed("Called in this order", roll.called.get(hook)),
    listed("Fired by", roll.firing.get(hook)),
  );
}

function explainConfig(place: readonly (string | number)[], subject: KnownEntry): string | null {
  const [, key, name] = place;
  if (key === "secrets") return explainSecret(name, subject);
  if (subject.lookup?.kind !== "found") return null;
  const schema = schemaAt(subject.configSchema, place.slice(1));
  if (!schema) return null;
  const standard = schema.default;
  return paragraphs(
    `**${place.slice(1).join(".")}**: ${code(wordSchema(schema))}`,
    schema.description,
    standard !== undefined && `Default: ${code(JSON.stringify(standard))}`,
  );
}

function explainSecret(name: string | number | undefined, subject: KnownEntry): string {
  const status = subject.secrets().find((secret) => secret.name === name);
  if (status) return describeSecret(status);
  return name === undefined
    ? paragraphs(
        "**secrets**: where the plugin's secrets come from. Without an entry here: the environment, the editor's secret store, `.env`, then the secrets file.",
        subject.secrets().map(describeSecret).join("\n\n"),
      )
    : `The class does not require a secret ${code(String(name))}.`;
}
