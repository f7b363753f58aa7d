import { isRecord } from "../../registry/base/record.ts";
import type { ManifestItem } from "../../registry/manifest/index.ts";
import { lenientBooleanSchema } from "../../schemas/index.ts";

/** What an item says as far as it can be understood: one wrong field does not silence the others. */
export interface Entry {
  readonly module: string | null;
  readonly isEnabled: boolean;
  /** Null when the class's own list counts. */
  readonly hooks: readonly string[] | null;
  readonly config: Readonly<Record<string, unknown>> | null;
  /** `config.secrets`: anything. */
  readonly secretOverrides: unknown;
}

const NOTHING: Entry = {
  module: null,
  isEnabled: false,
  hooks: null,
  config: null,
  secretOverrides: undefined,
};

/** By the entry's data, which stays the same object as long as the entry's text does. */
const read = new WeakMap<object, Entry>();

export function readEntry({ raw }: ManifestItem): Entry {
  if (!isRecord(raw)) return NOTHING;
  const before = read.get(raw);
  if (before) return before;
  const entry = readRecord(raw);
  read.set(raw, entry);
  return entry;
}

function readRecord(raw: Readonly<Record<string, unknown>>): Entry {
  const { module, enabled = true, hooks, config } = raw;
  return {
    module: typeof module === "string" ? module : null,
    isEnabled: lenientBooleanSchema.safeParse(enabled).data ?? false,
    hooks: Array.isArray(hooks) ? hooks.filter((hook) => typeof hook === "string") : null,
    config: isRecord(config) ? config : null,
    secretOverrides: isRecord(config) ? config["secrets"] : undefined,
  };
}
