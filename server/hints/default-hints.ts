import { membersOf } from "../../registry/config/index.ts";
import type { KnownEntry } from "../workspace/index.ts";
import type { Hint } from "./hint.ts";

/** Enough to see what it is; the rest is in the tooltip. */
const LONGEST_LABEL = 60;

/** What counts because the entry says nothing else: defaults of settings, and the hooks of the class. */
export function defaultHints(known: KnownEntry): readonly Hint[] {
  const { item, entry, lookup, configSchema } = known;
  if (lookup?.kind !== "found") return [];
  const { hooks } = lookup.facts;
  const module = item.spansAt(["module"])?.value;
  const config = item.spansAt(["config"])?.key;
  const defaults = (configSchema ? membersOf(configSchema) : []).flatMap(({ name, schema }) =>
    schema.default === undefined || Object.hasOwn(entry.config ?? {}, name)
      ? []
      : [`${name}: ${JSON.stringify(schema.default)}`],
  );
  const declared = entry.hooks && entry.hooks.length > 0 ? [] : (hooks ?? []);
  const list = item.spansAt(["hooks"])?.value ?? module;
  return [
    ...hint(
      declared.map(({ name }) => name),
      list?.end,
      "hooks",
      "The hooks of its class",
    ),
    // After the colon of `config:`, or after the last thing that is always there.
    ...hint(defaults, config ? config.end + 1 : module?.end, "default", "What counts by default"),
  ];
}

function hint(
  parts: readonly string[],
  offset: number | undefined,
  what: string,
  tooltip: string,
): readonly Hint[] {
  if (parts.length === 0 || offset === undefined) return [];
  const all = parts.join(", ");
  const shown = all.length > LONGEST_LABEL ? `${all.slice(0, LONGEST_LABEL - 1)}…` : all;
  return [{ offset, label: `${what} ${shown}`, tooltip: `${tooltip}: ${all}` }];
}
