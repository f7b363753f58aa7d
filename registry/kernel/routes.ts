import type { Route } from "../sdk/index.ts";
import type { CallOutcome, PluginCalls } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";

/** The route that a request is for. The instance is the one of this moment: routes follow reloads and changes of the config. */
export type RouteLookup =
  | {
      readonly kind: "found";
      readonly plugin: string;
      readonly access: Route["access"];
      /** Values of the path's `:name` parts, decoded. */
      readonly params: Readonly<Record<string, string>>;
      /** Runs the handler, up to the deadline of its plugin. Never rejects. */
      answer(request: Request, signal: AbortSignal): Promise<RouteOutcome>;
    }
  /** The plugin that has the route is disabled, quarantined or being replaced. */
  | { readonly kind: "unavailable"; readonly plugin: string }
  | { readonly kind: "not-found" };

/** What a route's handler came to. */
export type RouteOutcome = CallOutcome<unknown>;

/** Finds the first plugin, in manifest order, that has a route for a method and path. */
export function findRoute(
  calls: PluginCalls,
  slots: readonly PluginSlot[],
  deadlineMs: (plugin: string) => number,
  method: string,
  path: string,
): RouteLookup {
  for (const slot of slots) {
    const router = slot.live?.router;
    if (!router) continue;
    for (const route of router.routes) {
      const params = route.method === method ? matchPath(router.prefix + route.path, path) : null;
      if (params === null) continue;
      const plugin = slot.name;
      if (!slot.active || slot.transition !== null) return { kind: "unavailable", plugin };
      const answer = async (request: Request, signal: AbortSignal): Promise<RouteOutcome> =>
        calls.run(slot.number, deadlineMs(plugin), () =>
          route.handler(request, { params, signal }),
        );
      return { kind: "found", plugin, access: route.access, params, answer };
    }
  }
  return { kind: "not-found" };
}

/** The values of a pattern's `:name` parts; null when the path is another one. A trailing slash says nothing. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const expected = partsOf(pattern);
  const given = partsOf(path);
  if (expected.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = decode(given[index] ?? "");
    if (value === null) return null;
    if (part.startsWith(":")) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null; // No route has a path that is not encoded properly.
  }
}
