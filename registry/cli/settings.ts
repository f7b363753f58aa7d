import { isRecord } from "../base/record.ts";

/** What is to become of a config: for `update`, and for what `install` starts with. */
export interface SettingOptions {
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
  readonly jsonSet?: readonly string[];
}

export type SettingsResult =
  | { readonly kind: "patch"; readonly patch: Readonly<Record<string, unknown>> }
  | { readonly kind: "malformed"; readonly message: string };

type Step = { readonly path: readonly string[]; readonly value: unknown };

/**
 * The JSON merge patch that options such as `--set jira.project=DEMO` mean. Dots lead into nested settings; `\.` is a dot
 * in a name. Values of `--set` are strings whatever they look like, those of `--json-set` are JSON.
 */
export function readSettings({
  set = [],
  unset = [],
  jsonSet = [],
}: SettingOptions): SettingsResult {
  const steps: Step[] = [];
  for (const [option, written] of [
    ...set.map((each) => ["--set", each] as const),
    ...jsonSet.map((each) => ["--json-set", each] as const),
  ]) {
    const at = written.indexOf("=");
    if (at === -1) return malformed(`${option} ${written}: write ${option} KEY=VALUE`);
    const value = written.slice(at + 1);
    const parsed = option === "--set" ? { value } : parseJson(value);
    const key = written.slice(0, at);
    if (!parsed) return malformed(`${option} ${key}: its value is not JSON`);
    if (parsed.value === null)
      return malformed(`${option} ${key}: to remove it, write --unset ${key}`);
    if (holdsNull(parsed.value)) {
      return malformed(`${option} ${key}: a null within it would be left out; write it without`);
    }
    steps.push({ path: pathOf(key), value: parsed.value });
  }
  for (const key of unset) steps.push({ path: pathOf(key), value: null });

  for (const { path } of steps) {
    const shown = path.join(".");
    if (path.length > 1 && path.includes("")) {
      return malformed(`${shown}: the name of a setting is empty; \\. is a dot in a name`);
    }
    if (path.includes("__proto__")) return malformed(`${shown}: __proto__ cannot be a setting`);
  }

  const patch: Record<string, unknown> = Object.create(null);
  for (const { path, value } of steps) {
    if (!place(patch, path, value))
      return malformed(`${path.join(".")} is set twice, in ways that contradict`);
  }
  return { kind: "patch", patch };
}

function malformed(message: string): SettingsResult {
  return { kind: "malformed", message };
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Whether a merge patch would take it for a removal: not in a list, which is replaced as a whole. */
function holdsNull(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.values(value).some((item) => item === null || holdsNull(item));
}

function pathOf(key: string): readonly string[] {
  return key.split(/(?<!\\)\./).map((part) => part.replaceAll("\\.", "."));
}

/** False when a setting on the way is no mapping, or has a value already. */
function place(target: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  let mapping = target;
  for (const key of path.slice(0, -1)) {
    mapping[key] ??= Object.create(null);
    const next = mapping[key];
    if (!isMapping(next)) return false;
    mapping = next;
  }
  const last = path.at(-1) ?? "";
  const before = mapping[last];
  if (before !== undefined && (isMapping(before) || isMapping(value))) return false;
  mapping[last] = value;
  return true;
}

/** One that was made here, so that it may be added to. */
function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === null;
}
