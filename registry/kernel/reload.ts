import type { Problem, ReloadReport } from "../../schemas/index.ts";
import { exportNameOf, failed, type BuildOutcome, type Builder } from "./build-outcome.ts";
import { buildPlugin } from "./build.ts";
import type { LivePlugin } from "./live-plugin.ts";
import { NO_SLOT } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";
import { runSteps } from "./steps.ts";
import { inTransition, replaceLive, tellReload, type TransitionContext } from "./transitions.ts";
import type { LoadOutcome, ModuleLoader } from "./types.ts";

/** Long enough to read and compile the largest of dependencies from a cold disk. */
const IMPORT_DEADLINE_MS = 30_000;

/** What loading and reloading need of the registry. */
export interface Kernel extends Omit<Builder, "specs">, TransitionContext {
  readonly loader: ModuleLoader;
}

/** Loads the module of a slot's entry and makes an instance. Touches nothing that runs. */
export async function buildFor(
  kernel: Kernel,
  slot: PluginSlot,
  fresh: boolean,
): Promise<BuildOutcome> {
  kernel.lives?.building(slot.number);
  const loaded = await loadModule(kernel, slot, fresh);
  return loaded.kind === "failed" ? failed(loaded.problem) : buildLoaded(kernel, slot, loaded);
}

function buildLoaded(
  kernel: Kernel,
  slot: PluginSlot,
  loaded: LoadOutcome & { kind: "loaded" },
): BuildOutcome | Promise<BuildOutcome> {
  const { entry } = slot;
  if (entry === null) return failed(...slot.problems);
  slot.sourceFile = loaded.file;
  return runSteps(buildPlugin(kernel, slot, entry, loaded));
}

/** A loader that rejects, as a plain `import()` does, or never answers is the problem of this plugin alone. */
async function loadModule(
  { calls, loader }: Kernel,
  slot: PluginSlot,
  fresh: boolean,
): Promise<LoadOutcome> {
  const reference = slot.entry?.module ?? "";
  const evaluate = <T>(code: () => T): T => calls.mark(slot.number, code);
  const outcome = await calls.run(NO_SLOT, IMPORT_DEADLINE_MS, () =>
    loader.load(reference, { fresh, evaluate }),
  );
  switch (outcome.kind) {
    case "returned": {
      const { value } = outcome;
      return value.kind === "failed"
        ? { kind: "failed", problem: calls.cleaned(value.problem) }
        : value;
    }
    case "threw": {
      const doing = `Loading ${reference} failed`;
      const problem = calls.problemOf("plugin/threw-on-import", outcome.error, doing);
      return { kind: "failed", problem };
    }
    case "timed-out": {
      const text = `Loading ${reference} took over ${outcome.afterMs} ms`;
      return { kind: "failed", problem: calls.problem("plugin/timed-out", text) };
    }
  }
}

/** Puts a newly built instance into an empty slot, not enabled yet; or remembers why there is none. */
export function settle(kernel: Kernel, slot: PluginSlot, outcome: BuildOutcome): void {
  if (outcome.kind === "built") {
    slot.live = outcome.live;
    slot.loadProblems = [];
    slot.generation++;
  } else {
    kernel.lives?.ended(slot.number, "discarded");
    noteProblems(slot, outcome.problems);
    slot.loadProblems = outcome.problems;
  }
  kernel.slotChanged(slot);
}

/** Gives a slot a new instance, as a transaction: what fails leaves the instance that was there answering. */
export async function rebuild(
  kernel: Kernel,
  slot: PluginSlot,
  fresh: boolean,
): Promise<ReloadReport> {
  const startedAt = kernel.calls.clock.now();
  const built = await buildFor(kernel, slot, fresh);
  return built.kind === "built"
    ? takeOver(kernel, slot, built.live, startedAt)
    : refuse(kernel, slot, built.problems);
}

/**
 * The global reload's part for one plugin that the manifest left alone. New code is a transaction like any reload; where the code
 * has not changed the instance stays, state and all, and is only told by `onReload`.
 */
export async function refreshSlot(kernel: Kernel, slot: PluginSlot): Promise<ReloadReport> {
  const startedAt = kernel.calls.clock.now();
  kernel.lives?.building(slot.number);
  const loaded = await loadModule(kernel, slot, true);
  if (loaded.kind === "failed") return refuse(kernel, slot, [loaded.problem]);
  if (slot.live === null || !isOrigin(kernel, slot, slot.live, loaded)) {
    const built = await buildLoaded(kernel, slot, loaded);
    if (built.kind === "failed") return refuse(kernel, slot, built.problems);
    return takeOver(kernel, slot, built.live, startedAt);
  }
  kernel.lives?.ended(slot.number, "discarded");
  const told = tellReload(kernel, slot, slot.live, undefined);
  const problem = await inTransition(kernel, slot, told);
  if (problem !== null) slot.noteError(problem.message);
  return reloaded(kernel, slot, startedAt);
}

/** Whether an instance was made of what a module exports now. */
function isOrigin(
  { calls }: Kernel,
  slot: PluginSlot,
  { origin }: LivePlugin,
  { exports }: LoadOutcome & { kind: "loaded" },
): boolean {
  const name = exportNameOf(slot.entry?.module ?? "");
  const read = calls.attempt(slot.number, () => exports[name]);
  return read.kind === "returned" && read.value === origin;
}

async function takeOver(
  kernel: Kernel,
  slot: PluginSlot,
  next: LivePlugin,
  startedAt: number,
): Promise<ReloadReport> {
  slot.quarantine = null;
  slot.loadProblems = [];
  slot.isOutdated = false;
  const outcome = await inTransition(kernel, slot, replaceLive(kernel, slot, next));
  if (outcome.kind === "rolled-back") {
    slot.notices = [outcome.problem, ...slot.notices];
    slot.isOutdated = true;
    return rolledBack(slot, outcome.problem);
  }
  slot.generation++;
  return reloaded(kernel, slot, startedAt);
}

function refuse(kernel: Kernel, slot: PluginSlot, problems: readonly Problem[]): ReloadReport {
  kernel.lives?.ended(slot.number, "discarded");
  noteProblems(slot, problems);
  if (slot.live === null) slot.loadProblems = problems;
  else slot.notices = problems;
  slot.isOutdated = slot.live !== null;
  kernel.slotChanged(slot);
  const problem = problems[0] ?? kernel.calls.problem("plugin/failed", "It could not be loaded");
  return rolledBack(slot, problem);
}

function noteProblems(slot: PluginSlot, problems: readonly Problem[]): void {
  for (const { message } of problems) slot.noteError(message);
}

function reloaded(kernel: Kernel, slot: PluginSlot, startedAt: number): ReloadReport {
  return {
    kind: "reloaded",
    plugin: slot.name,
    generation: slot.generation,
    tookMs: kernel.calls.clock.now() - startedAt,
    at: kernel.calls.timestamp(),
  };
}

function rolledBack(slot: PluginSlot, problem: Problem): ReloadReport {
  const generation = slot.live === null ? 0 : slot.generation;
  return { kind: "rolled-back", plugin: slot.name, generation, problem };
}
