import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import {
  loadNativeTransform,
  ModuleGraph,
  pureTransform,
  type GraphLoadOutcome,
  type ModuleTransform,
} from "../../../registry/runtimes/loader/index.ts";

const native = loadNativeTransform(import.meta.filename);

/** Both ways from source to code; the native one is installed wherever the tests run. */
export const TRANSFORMS: readonly (readonly [string, ModuleTransform])[] = [
  ["pure", pureTransform],
  ["native", native ?? pureTransform],
];

/** A folder of modules and a graph that loads them. */
export interface GraphFolder {
  readonly graph: ModuleGraph;
  readonly path: (file: string) => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly link: (target: string, at: string) => void;
  /** Loads an entry and answers with its exports; throws when it fails. */
  readonly load: (entry: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly attempt: (entry: string) => Promise<GraphLoadOutcome>;
}

export function graphFolder(
  transform: ModuleTransform,
  files: Readonly<Record<string, string>>,
): GraphFolder {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-graph-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (file: string): string => path.join(folder, file);
  const write = (texts: Readonly<Record<string, string>>): void => {
    for (const [file, text] of Object.entries(texts)) {
      mkdirSync(path.dirname(at(file)), { recursive: true });
      writeFileSync(at(file), text);
    }
  };
  write(files);
  const supplied = new Map<string, unknown>([
    ["patchbay", { PluginBase: { name: "PluginBase" } }],
    ["zod", { z: "bundled" }],
  ]);
  const graph = new ModuleGraph({ transform, supplied });
  const attempt = (entry: string): Promise<GraphLoadOutcome> =>
    graph.load(at(entry), { fresh: true });
  const load = async (entry: string): Promise<Readonly<Record<string, unknown>>> => {
    const outcome = await attempt(entry);
    if (outcome.kind === "failed") throw new Error(outcome.problems[0].message);
    return outcome.exports;
  };
  const link = (target: string, from: string): void => {
    mkdirSync(path.dirname(at(from)), { recursive: true });
    symlinkSync(at(target), at(from), "dir");
  };
  return { graph, path: at, write, link, load, attempt };
}
