import type { SecretSource } from "../../schemas/index.ts";
import { isRecord } from "../base/record.ts";
import type { FileContents } from "./read-values.ts";
import type { SecretQuery } from "./types.ts";

/** What asking one place gave. */
export type Step =
  | { readonly kind: "present"; readonly value: unknown; readonly source: SecretSource }
  /** Not here: ask the next place. */
  | { readonly kind: "absent"; readonly looked: readonly string[] }
  /** Here, but empty, which hides every later place. */
  | { readonly kind: "hidden"; readonly looked: readonly string[] }
  | { readonly kind: "unreadable"; readonly file: string; readonly reason: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** Null and the empty string count as absent everywhere; 0, false and lists are values. */
function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** `config.secrets`: a literal, `{ value }` or `{ env }`; `value` beats `env` and ends the search even when empty. */
export function askManifest({ name, overrides }: SecretQuery, environment: Environment): Step {
  const place = `config.secrets.${name} in the manifest`;
  if (!isRecord(overrides) || !Object.hasOwn(overrides, name)) {
    return { kind: "absent", looked: [place] };
  }

  const override = overrides[name];
  const source = { kind: "manifest" } as const;
  if (!isRecord(override)) {
    return isPresent(override)
      ? { kind: "present", value: override, source }
      : { kind: "absent", looked: [`${place} (empty)`] };
  }
  if (Object.hasOwn(override, "value")) {
    return isPresent(override["value"])
      ? { kind: "present", value: override["value"], source }
      : { kind: "hidden", looked: [`${place} (its value is empty, which ends the search)`] };
  }
  return askOverriddenVariable(place, override["env"], environment);
}

function askOverriddenVariable(place: string, variable: unknown, environment: Environment): Step {
  if (typeof variable !== "string") {
    return { kind: "absent", looked: [`${place} (has neither value nor env)`] };
  }
  const value = valueOfVariable(environment, variable);
  if (isPresent(value)) {
    return { kind: "present", value, source: { kind: "manifest-env", variable } };
  }
  // What is no variable's name may be a secret that was written in the wrong place.
  const isName = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(variable);
  const named = isName ? `environment variable ${variable}` : "an environment variable";
  return {
    kind: "absent",
    looked: [`${place} (points to ${named}, which is ${value === "" ? "empty" : "not set"})`],
  };
}

export function askEnvironment({ name }: SecretQuery, environment: Environment): Step {
  const value = valueOfVariable(environment, name);
  if (isPresent(value)) {
    return { kind: "present", value, source: { kind: "environment", variable: name } };
  }
  return {
    kind: "absent",
    looked: [`environment variable ${name}${value === "" ? " (empty)" : ""}`],
  };
}

function valueOfVariable(environment: Environment, variable: string): string | undefined {
  return Object.hasOwn(environment, variable) ? environment[variable] : undefined;
}

/** A `null` value is present too: its name is known here, its value in the host. */
export function askStore({ name }: SecretQuery, stored: ReadonlyMap<string, string | null>): Step {
  const value = stored.get(name);
  return value === undefined || value === ""
    ? { kind: "absent", looked: ["Patchbay's secret store"] }
    : { kind: "present", value, source: { kind: "secret-store" } };
}

export function askDotenv({ name }: SecretQuery, file: string, contents: FileContents): Step {
  if (contents.kind === "unreadable") return { ...contents, file };
  if (contents.kind === "absent") return { kind: "absent", looked: [`${file} (no such file)`] };

  const value = Object.hasOwn(contents.values, name) ? contents.values[name] : undefined;
  return isPresent(value)
    ? { kind: "present", value, source: { kind: "dotenv", file } }
    : { kind: "absent", looked: [`${name} in ${file}${value === "" ? " (empty)" : ""}`] };
}

/** The plugin's scope, then the top level, then `global`: the first that has the key decides, even when it is empty. */
export function askSecretsFile(query: SecretQuery, file: string, contents: FileContents): Step {
  if (contents.kind === "unreadable") return { ...contents, file };
  if (contents.kind === "absent") return { kind: "absent", looked: [`${file} (no such file)`] };

  const looked: string[] = [];
  for (const { scope, label, section } of sectionsFor(query, contents.values)) {
    const place = `${label}${query.name} in ${file}`;
    if (!section || !Object.hasOwn(section, query.name)) {
      looked.push(place);
      continue;
    }
    const value = section[query.name];
    if (isPresent(value)) {
      return { kind: "present", value, source: { kind: "secrets-file", file, scope } };
    }
    return { kind: "hidden", looked: [...looked, `${place} (empty, which ends the search)`] };
  }
  return { kind: "absent", looked };
}

interface Section {
  readonly scope: "plugin" | "top-level" | "global";
  /** What stands before the secret's name in a path. */
  readonly label: string;
  readonly section: Readonly<Record<string, unknown>> | null;
}

function sectionsFor(
  { name, plugin }: SecretQuery,
  values: Readonly<Record<string, unknown>>,
): readonly Section[] {
  const plugins = sectionOf(values, "plugins");
  const spellings = [...new Set([plugin, plugin.replaceAll("-", "_")])];
  // A secret that is called like a section is not the section.
  const isSectionName = name === "plugins" || name === "global";
  return [
    ...spellings.map((spelling): Section => ({
      scope: "plugin",
      label: `plugins.${spelling}.`,
      section: plugins && sectionOf(plugins, spelling),
    })),
    { scope: "top-level", label: "", section: isSectionName ? null : values },
    { scope: "global", label: "global.", section: sectionOf(values, "global") },
  ];
}

function sectionOf(
  values: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> | null {
  const section = Object.hasOwn(values, key) ? values[key] : null;
  return isRecord(section) ? section : null;
}
