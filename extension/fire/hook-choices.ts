import { KNOWN_HOOKS, type PluginStatus } from "../../schemas/index.ts";

/** A hook that can be fired, and who would hear of it. */
export interface HookChoice {
  readonly hook: string;
  /** Active plugins that handle it, in manifest order: the order in which they are called. */
  readonly handlers: readonly string[];
  /** When the platform fires it; null for a hook that only plugins know. */
  readonly when: string | null;
}

/** The hooks that plugins declare, the most handled first, and then the platform's own that nobody handles. */
export function hookChoices(plugins: readonly PluginStatus[]): readonly HookChoice[] {
  const handlers = new Map<string, string[]>();
  for (const { summary, state } of plugins) {
    for (const hook of summary.hooks) {
      const names = handlers.get(hook) ?? [];
      if (state === "active") names.push(summary.name);
      handlers.set(hook, names);
    }
  }
  const declared = [...handlers].toSorted(
    ([leftHook, left], [rightHook, right]) =>
      right.length - left.length || leftHook.localeCompare(rightHook),
  );
  const others = Object.keys(KNOWN_HOOKS).filter((hook) => !handlers.has(hook));
  return [...declared, ...others.map((hook) => [hook, []] as const)].map(([hook, names]) => ({
    hook,
    handlers: names,
    when: knownHook(hook)?.when ?? null,
  }));
}

/** The payload that a person can fire as it stands, as JSON text. */
export function samplePayload(hook: string): string {
  return JSON.stringify(knownHook(hook)?.sample ?? {}, null, 2);
}

/** The platform's declaration of a hook; null when the hook is a plugin's own. */
export function knownHook(hook: string): (typeof KNOWN_HOOKS)[string] | null {
  return Object.hasOwn(KNOWN_HOOKS, hook) ? (KNOWN_HOOKS[hook] ?? null) : null;
}
