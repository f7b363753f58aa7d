import { KNOWN_HOOKS, type PluginStatus } from "../../schemas/index.ts";

/** A request of the operator API that somebody may want to make from a shell. */
export interface ApiCall {
  readonly title: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With its query, encoded. */
  readonly path: string;
  readonly body?: unknown;
}

/** The requests about the registry as a whole, and a fire of each hook that is handled. */
export function callsOfRegistry(plugins: readonly PluginStatus[]): readonly ApiCall[] {
  const active = plugins.filter(({ state }) => state === "active");
  const handled = active.flatMap(({ summary }) => summary.hooks);
  return [
    { title: "List plugins", method: "GET", path: "/plugins" },
    { title: "Reload every plugin", method: "POST", path: "/plugins/reload" },
    {
      title: "Discover what installed packages announce",
      method: "GET",
      path: "/plugins/discover",
    },
    { title: "Follow events", method: "GET", path: "/events" },
    { title: "Metrics", method: "GET", path: "/metrics" },
    ...[...new Set(handled)].map(fireOf),
  ];
}

/** The requests about one plugin, and a fire of each of its hooks. */
export function callsOfPlugin({ summary }: PluginStatus): readonly ApiCall[] {
  const { name, enabled, hooks } = summary;
  const at = `/plugins/${encodeURIComponent(name)}`;
  const verb = enabled ? "disable" : "enable";
  return [
    { title: `Show ${name}`, method: "GET", path: at },
    { title: `Reload ${name}`, method: "POST", path: `${at}/reload` },
    { title: `${enabled ? "Disable" : "Enable"} ${name}`, method: "POST", path: `${at}/${verb}` },
    ...hooks.map(fireOf),
    { title: `History of ${name}`, method: "GET", path: `${at}/history` },
    { title: `Change the config of ${name}`, method: "PATCH", path: `${at}/config`, body: {} },
  ];
}

/** With a payload that works as it stands. */
function fireOf(hook: string): ApiCall {
  const payload = Object.hasOwn(KNOWN_HOOKS, hook) ? KNOWN_HOOKS[hook]?.sample : undefined;
  return {
    title: `Fire ${hook}`,
    method: "POST",
    path: `/hooks/${encodeURIComponent(hook)}`,
    body: { payload: payload ?? {} },
  };
}
