import path from "node:path";
import { PluginRegistry } from "../../kernel/index.ts";
import { createSecretChain } from "../../secrets/index.ts";
import { EntryLoader, ModuleGraph, type ModuleGraphOptions } from "../loader/index.ts";
import { compileAndForget } from "./compile-and-forget.ts";

const NAME = "rehearsal";
const REFERENCE = "./rehearsal.ts:Rehearsal";
const SOURCE = `import { PluginBase } from "patchbay";
import { z } from "zod";
export class Rehearsal extends PluginBase {
  static override readonly hooks: readonly string[] = ["rehearse"];
  static override readonly configSchema = z.object({ times: z.number().default(1) });
  override onEnable(): void { this.log.debug("up"); }
  rehearse(payload: Record<string, unknown>): void { payload["seen"] = this.name; }
  async later(): Promise<void> { await null; }
}
`;

/** Often enough for V8 to have compiled what it runs through, and over in a few dozen ms. */
const TIMES = 20;

/**
 * Loads, fires at and unloads a plugin of our own, in a registry that nobody sees: the first plugins that this thread loads find
 * its code compiled. `folder` is any that exists; nothing is written.
 */
export async function rehearse(
  folder: string,
  options: Pick<ModuleGraphOptions, "transform" | "supplied">,
): Promise<void> {
  for (let time = 0; time < TIMES; time += 1) await rehearseOnce(folder, options);
}

async function rehearseOnce(
  folder: string,
  options: Pick<ModuleGraphOptions, "transform" | "supplied">,
): Promise<void> {
  const file = path.join(folder, "rehearsal.ts");
  const graph = new ModuleGraph({ ...options, compile: compileAndForget });
  graph.setText(file, SOURCE);
  const loader = new EntryLoader(graph);
  loader.use({ [REFERENCE]: { kind: "file", file } });
  const registry = new PluginRegistry({
    loader,
    secrets: createSecretChain({
      environment: {},
      stored: new Map(),
      dotenvFile: null,
      secretsFile: null,
      trusted: false,
    }),
    readStack: (stack) => graph.scripts.readStack(stack),
  });
  const entry = { name: NAME, module: REFERENCE, enabled: true, config: {} };
  await registry.load([{ kind: "valid", position: 0, entry }]);
  await registry.fireAndWait("rehearse", {}, { checkPayload: true, apart: true });
  registry.statuses();
  registry.samplesSince(0);
  loader.graphs();
  await registry.close();
}
