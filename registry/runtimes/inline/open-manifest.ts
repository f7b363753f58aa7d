import path from "node:path";
import type { Problem, ReloadReport } from "../../../schemas/index.ts";
import { SerialQueue } from "../../base/serial-queue.ts";
import { PluginRegistry, type RegistryOptions } from "../../kernel/index.ts";
import { createSecretChain, locateSecretFiles, redact } from "../../secrets/index.ts";
import { ManifestFollower } from "../follow/index.ts";
import { EntryLoader } from "../loader/index.ts";
import { consoleLog } from "./console-log.ts";
import { createInlineGraph } from "./inline-graph.ts";
import { InlineRuntime } from "./inline-runtime.ts";
import { ProblemNews } from "./problem-news.ts";

type KernelOptions = Pick<
  RegistryOptions,
  "clock" | "deadlines" | "hookSpecs" | "logFor" | "observer" | "onWarning" | "telemetry"
>;

export interface OpenManifestOptions extends KernelOptions {
  /** Follow the manifest, the plugins' sources and the files of secrets as they change. Default: false. */
  readonly watch?: boolean;
  /**
   * No reference and no `.env` is looked up above it. Default: the working directory, or the manifest's folder when that is not
   * in it.
   */
  readonly workspaceFolder?: string;
  /** More folders in which dotted references are looked up. Default: none. */
  readonly sourceRoots?: readonly string[];
  /**
   * Groups of entry points, `nexus_core.plugins` or `agent_pm.plugins`, whose plugins are loaded beside the manifest's: what installed
   * packages announce. Default: none.
   */
  readonly entryPoints?: readonly string[];
  /** Secrets by name that the service gives its plugins. They come after the environment and before `.env`. Default: none. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Told what came of reloads that a change of a file caused. Default: nobody. */
  readonly onReload?: (reports: readonly ReloadReport[]) => void;
  /**
   * Told what is wrong with the manifest as a whole, whenever that is something else than before: nothing any more, too. While a
   * manifest cannot be followed, what runs goes on, and no reload is told of. Default: nobody.
   */
  readonly onProblems?: (problems: readonly Problem[]) => void;
}

/** What `await using` asks for, where the compiler knows of it. A service need not have the types that declare it. */
type AsyncDisposal = SymbolConstructor extends { readonly asyncDispose: infer Key extends symbol }
  ? { readonly [Name in Key]: () => Promise<void> }
  : object;

/** The plugins of a manifest, running in this process. */
export interface PluginPlatform extends AsyncDisposal {
  readonly registry: PluginRegistry;
  /** What is wrong with the manifest as a whole, now. What is wrong with a plugin is in its status. */
  readonly problems: readonly Problem[];
  /** Reads the newest code of one plugin, or of all of them, as a transaction each. */
  reload(plugin?: string): Promise<readonly ReloadReport[]>;
  /** Stops watching, and disables everything, last enabled first. */
  close(): Promise<void>;
}

/**
 * Runs the plugins of a manifest in this process. Never rejects for what the manifest or a plugin is like: that is in the answer's
 * `problems` and in `registry.statuses()`.
 *
 * ```ts
 * const platform = await openManifest("config/plugins.yaml", { watch: true });
 * const { payload } = await platform.registry.fireAndWait("post_plan", { plan, context });
 * process.once("SIGTERM", () => platform.close());
 * ```
 */
export async function openManifest(
  manifest: string,
  options: OpenManifestOptions = {},
): Promise<PluginPlatform> {
  const manifestFile = path.resolve(manifest);
  const workspaceFolder = path.resolve(options.workspaceFolder ?? folderFor(manifestFile));
  const { watch = false, sourceRoots = [], secrets = {}, onReload = () => undefined } = options;
  const follow = (): void => {
    if (watch) follower.watch();
  };
  const graph = createInlineGraph(follow);
  const loader = new EntryLoader(graph);
  const chain = createSecretChain({
    environment: process.env,
    stored: new Map(Object.entries(secrets)),
    ...locateSecretFiles(workspaceFolder, process.env),
    trusted: true,
  });
  const clean = (text: string): string => redact(text, chain.valuesToRedact([]));
  const registry = new PluginRegistry({
    logFor: (plugin) =>
      consoleLog(plugin, (text) => clean(graph.scripts.mapStacks(text, __filename))),
    ...kernelOptionsOf(options),
    loader,
    secrets: chain,
    redact: clean,
    readStack: (stack) => graph.scripts.readStack(stack),
  });
  const queue = new SerialQueue();
  const news = new ProblemNews(options.onProblems ?? (() => undefined));
  const follower = new ManifestFollower({
    manifestFile,
    workspaceFolder,
    sourceRoots: sourceRoots.map((folder) => path.resolve(workspaceFolder, folder)),
    entryPoints: options.entryPoints,
    runtime: new InlineRuntime(registry, loader, graph),
    queue,
    onChanged: () => {
      follow();
      news.note(follower.problems);
    },
    // What a listener throws is thrown where nobody is in its way: it must not stop the watching.
    onObserved: (reports) => queueMicrotask(() => onReload(reports)),
  });
  registry.onDidChange(follow);
  await queue.run(() => follower.open());
  news.begin(follower.problems);
  const close = async (): Promise<void> => {
    follower.close();
    await queue.run(() => registry.close());
  };
  return {
    registry,
    get problems() {
      return follower.problems;
    },
    reload: (plugin) => {
      const startedAt = performance.now();
      return queue.run(() => follower.reload(plugin ?? null, startedAt));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function folderFor(manifestFile: string): string {
  const workingFolder = process.cwd();
  const isInside = manifestFile.startsWith(path.join(workingFolder, path.sep));
  return isInside ? workingFolder : path.dirname(manifestFile);
}

/** Only what is there: a key that holds undefined would take the place of a default. */
function kernelOptionsOf({
  clock,
  deadlines,
  hookSpecs,
  logFor,
  observer,
  onWarning,
  telemetry,
}: OpenManifestOptions): KernelOptions {
  return {
    ...(clock && { clock }),
    ...(deadlines && { deadlines }),
    ...(hookSpecs && { hookSpecs }),
    ...(logFor && { logFor }),
    ...(observer && { observer }),
    ...(onWarning && { onWarning }),
    ...(telemetry && { telemetry }),
  };
}
