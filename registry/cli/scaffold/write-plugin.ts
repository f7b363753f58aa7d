import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { KNOWN_HOOKS, type PluginKind } from "../../../schemas/index.ts";
import { classNameOf } from "./names.ts";
import { pythonFiles } from "./python-files.ts";
import { scriptFiles } from "./script-files.ts";

export const LANGUAGES = ["ts", "js", "python"] as const;
export type ScaffoldLanguage = (typeof LANGUAGES)[number];

/** The plugin that somebody wants to start from. */
export interface ScaffoldWish {
  readonly name: string;
  readonly language: ScaffoldLanguage;
  readonly hooks: readonly string[];
  /** It registers a factory of this kind, instead of handling hooks. */
  readonly kind: PluginKind | null;
}

/** A plugin's files with the entry that names it. */
export interface Scaffold {
  /** By path relative to the manifest's folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** The files of a plugin that runs as it stands, with a test of its own. */
export function scaffoldPlugin(wish: ScaffoldWish): Scaffold {
  const { name, language, hooks, kind } = wish;
  const isPython = language === "python";
  const stem = isPython ? name.replaceAll("-", "_") : name;
  const exported = kind ? (isPython ? "register_plugins" : "registerPlugins") : classNameOf(name);
  const parts = { ...wish, stem, className: classNameOf(name), payloads: payloadsOf(hooks) };
  return {
    files: isPython ? pythonFiles(parts) : scriptFiles(parts),
    entry: {
      name,
      module: `./plugins/${stem}.${isPython ? "py" : language}:${exported}`,
      ...(kind ? { kind } : { hooks: [...hooks] }),
    },
  };
}

/** Payloads that a test can fire. */
function payloadsOf(hooks: readonly string[]): ReadonlyMap<string, unknown> {
  return new Map(hooks.map((hook) => [hook, KNOWN_HOOKS[hook]?.sample ?? {}]));
}

export type ScaffoldResult =
  | { readonly kind: "written"; readonly files: readonly string[] }
  | { readonly kind: "exists"; readonly file: string };

/** Writes files that are not there yet; none, when one of them is. */
export async function writeScaffold(folder: string, { files }: Scaffold): Promise<ScaffoldResult> {
  const written: string[] = [];
  for (const [relative, text] of Object.entries(files)) {
    const file = path.join(folder, relative);
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await writeFile(file, text, { flag: "wx" });
      written.push(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return { kind: "exists", file };
      throw error;
    }
  }
  return { kind: "written", files: written };
}
