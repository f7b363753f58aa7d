import type { Problem } from "../../schemas/index.ts";
import {
  abandonLifetime,
  callLifecycle,
  hasLifecycleMethod,
  type LifecycleContext,
} from "./lifecycle.ts";
import type { LivePlugin } from "./live-plugin.ts";
import type { PluginSlot } from "./slot.ts";
import { runSteps, type Steps } from "./steps.ts";
import type { InstanceLives } from "./types.ts";

/** What the changes of a slot need of the registry. */
export interface TransitionContext extends LifecycleContext {
  /** Who handles which hook may be different from now on. */
  slotChanged(slot: PluginSlot): void;
  readonly lives: InstanceLives | null;
}

/** Whether a new instance took over; `problem` says what of the new one failed. */
export type ReplaceOutcome =
  { readonly kind: "replaced" } | { readonly kind: "rolled-back"; readonly problem: Problem };

/** Runs a change of a slot. Until it is over, calls for the slot wait; when nothing has to be waited for, none can notice. */
export async function inTransition<Result>(
  context: TransitionContext,
  slot: PluginSlot,
  steps: Steps<Result>,
): Promise<Result> {
  const gate = closedGate();
  slot.transition = gate.opened;
  context.slotChanged(slot);
  try {
    const result = runSteps(steps);
    return result instanceof Promise ? await result : result;
  } finally {
    slot.transition = null;
    context.slotChanged(slot);
    gate.open();
  }
}

function closedGate(): { readonly opened: Promise<void>; open: () => void } {
  const gate = { open: (): void => undefined };
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  return { opened, open: () => gate.open() };
}

/**
 * Lets a new instance take over from the one that is there. What the old one throws on its way out is noted and does not
 * stop the new one: otherwise nobody could ever mend a broken `onDisable`. What the new one throws brings the old one back.
 */
export function* replaceLive(
  context: TransitionContext,
  slot: PluginSlot,
  next: LivePlugin,
): Steps<ReplaceOutcome> {
  const old = slot.live;
  if (old === null) {
    slot.live = next;
    if (slot.enabled) yield* enableLive(context, slot, next);
    return { kind: "replaced" };
  }

  const wasEnabled = old.enabled;
  const state = yield* retire(context, slot, old);
  context.lives?.ended(slot.number, "replaced");
  slot.live = next;
  let problem = yield* tellReload(context, slot, next, state);
  if (problem === null && slot.enabled) {
    problem = (yield* callLifecycle(context, slot, next, "onEnable")).problem;
  }
  if (problem === null) {
    slot.notices = [];
    return { kind: "replaced" };
  }

  if (problem === slot.quarantine) slot.quarantine = null;
  else slot.noteError(problem.message);
  slot.notices = [];
  if (next.enabled) yield* disableLive(context, slot, next);
  context.lives?.ended(slot.number, "discarded");
  slot.live = old;
  if (wasEnabled) yield* enableLive(context, slot, old);
  return { kind: "rolled-back", problem };
}

/** A disabled plugin becomes active: `onReload`, then `onEnable`. Source: Agent PM, whose every toggle is a reload. */
export function* enableSlot(context: TransitionContext, slot: PluginSlot): Steps<void> {
  slot.enabled = true;
  const { live } = slot;
  if (live === null) return;
  const problem = yield* tellReload(context, slot, live, slot.parkedState);
  if (problem !== null) slot.noteError(problem.message);
  slot.parkedState = undefined;
  yield* enableLive(context, slot, live);
}

/** An active plugin becomes disabled. Nothing is called on it from the start of `onDisable`. */
export function* disableSlot(context: TransitionContext, slot: PluginSlot): Steps<void> {
  slot.enabled = false;
  if (slot.live === null) return;
  slot.parkedState = yield* retire(context, slot, slot.live);
  context.lives?.ended(slot.number, "over");
}

/** Takes an instance out of service at once, without calling any of its methods. */
export function abandon({ calls, specs, lives }: TransitionContext, slot: PluginSlot): void {
  const { live } = slot;
  slot.live = null;
  if (live !== null) abandonLifetime(calls, specs, slot, live);
  lives?.ended(slot.number, "over");
}

/** Calls `onEnable`. A plugin that throws there stays active, as in Agent PM: it may have got far enough. */
export function* enableLive(
  context: TransitionContext,
  slot: PluginSlot,
  live: LivePlugin,
): Steps<void> {
  const { problem } = yield* callLifecycle(context, slot, live, "onEnable");
  const isNews = problem !== null && problem !== slot.quarantine;
  slot.notices = isNews ? [problem] : [];
  if (isNews) slot.noteError(problem.message);
}

/**
 * Calls `onReload`. A plugin that exports state reads it there: where there is none, because it never ran or could not
 * export it, it starts as a new one does.
 */
export function* tellReload(
  context: TransitionContext,
  slot: PluginSlot,
  live: LivePlugin,
  state: unknown,
): Steps<Problem | null> {
  if (state === undefined && hasLifecycleMethod(context.calls, slot, live, "exportState"))
    return null;
  return (yield* callLifecycle(context, slot, live, "onReload", state)).problem;
}

/** Takes an instance out of service and answers with what it exported. */
function* retire(context: TransitionContext, slot: PluginSlot, live: LivePlugin): Steps<unknown> {
  if (!live.enabled) return slot.parkedState;
  const exported = yield* callLifecycle(context, slot, live, "exportState");
  if (exported.problem !== null) slot.noteError(exported.problem.message);
  yield* disableLive(context, slot, live);
  return exported.value;
}

function* disableLive(context: TransitionContext, slot: PluginSlot, live: LivePlugin): Steps<void> {
  const { problem } = yield* callLifecycle(context, slot, live, "onDisable");
  if (problem !== null) slot.noteError(problem.message);
}
