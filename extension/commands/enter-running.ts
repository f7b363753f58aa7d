import { explainState, settled } from "../host/index.ts";
import type { CommandContext, RunningContext } from "./command.ts";

/** The context of a running registry, waiting for one that starts; null when there is none, which the user is told. */
export async function enterRunning(context: CommandContext): Promise<RunningContext | null> {
  const state = await settled(context.registry);
  const place = context.manifests.current;
  if (state.kind === "running" && place) {
    const plugins = context.registry.snapshot?.plugins ?? [];
    return { ...context, host: state.host, place, plugins };
  }
  explainState(state);
  return null;
}
