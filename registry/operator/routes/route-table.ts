import { matchPath } from "../../kernel/index.ts";
import type { PluginStatus, RegistrySnapshot } from "../../../schemas/index.ts";

interface Address {
  readonly method: string;
  /** With `:name` for parts that may be anything. */
  readonly path: string;
}

/** Whose an address is, as far as it can be told without asking the plugins' thread. */
export type RouteOwner =
  | { readonly kind: "plugin"; readonly plugin: string }
  /** The plugin has no instance now, and had this route when it had one. */
  | { readonly kind: "down"; readonly plugin: string }
  | { readonly kind: "nobody" };

/** The routes of all plugins, in manifest order, beside the server's own. */
export class RouteTable {
  readonly #own: Address[] = [];
  /** Routes of a plugin's last instance, for as long as it is in the manifest. */
  readonly #lastRoutes = new Map<string, readonly Address[]>();
  #plugins: readonly PluginStatus[] = [];

  /** The server answers this itself. `:name` is the name of a plugin of the manifest, and only that. */
  addOwn(address: Address): void {
    this.#own.push(address);
  }

  update({ plugins }: Pick<RegistrySnapshot, "plugins">): void {
    this.#plugins = plugins;
    const names = new Set(plugins.map(({ summary }) => summary.name));
    for (const name of this.#lastRoutes.keys()) if (!names.has(name)) this.#lastRoutes.delete(name);
    for (const { summary, routes, state } of plugins) {
      if (routes.length > 0 || state === "active" || state === "disabled") {
        this.#lastRoutes.set(summary.name, routes);
      }
    }
  }

  isPlugin(name: string): boolean {
    return this.#plugins.some(({ summary }) => summary.name === name);
  }

  ownerOf(method: string, path: string): RouteOwner {
    let down: string | null = null;
    for (const { summary, routes } of this.#plugins) {
      const plugin = summary.name;
      if (hasRoute(routes, method, path)) return { kind: "plugin", plugin };
      if (hasRoute(this.#lastRoutes.get(plugin) ?? [], method, path)) down ??= plugin;
    }
    return down === null ? { kind: "nobody" } : { kind: "down", plugin: down };
  }

  /** The methods that an address of the server's own or of a plugin is asked with. */
  methodsAt(path: string): readonly string[] {
    const theirs = this.#plugins.flatMap(({ routes }) => routes);
    const all = [...this.#own, ...theirs].filter((route) => matchPath(route.path, path) !== null);
    return [...new Set(all.map(({ method }) => method))].toSorted();
  }

  /** The plugin's routes that requests never get to, and what to do about it. */
  problemsOf(plugin: string): readonly string[] {
    const position = this.#plugins.findIndex(({ summary }) => summary.name === plugin);
    const earlier = this.#plugins.slice(0, Math.max(0, position));
    const hidden = this.#own
      .filter(({ method, path }) => method === "GET" && path === `/plugins/${plugin}`)
      .map(({ path }) => {
        return `route/shadowed: GET ${path} is Patchbay's own, so the plugin cannot be shown alone. Give it another name.`;
      });
    const shadowed = (this.#plugins[position]?.routes ?? []).flatMap((route) => {
      const shown = `${route.method} ${route.path}`;
      const own = this.#own.find((address) => this.#isShadowed(route, address));
      if (own) {
        return [
          `route/shadowed: ${shown} is not served, since ${own.method} ${own.path} is Patchbay's own. Give the router another prefix.`,
        ];
      }
      const first = earlier.find(({ routes }) => routes.some((other) => isSame(route, other)));
      if (!first) return [];
      return [
        `route/shadowed: ${shown} is not served, since ${first.summary.name} has the same route and comes first. Give one of them another prefix.`,
      ];
    });
    return [...hidden, ...shadowed];
  }

  #isShadowed(route: Address, own: Address): boolean {
    if (route.method !== own.method) return false;
    const theirs = partsOf(route.path);
    const ours = partsOf(own.path);
    return (
      theirs.length === ours.length &&
      ours.every((part, index) => {
        const other = theirs[index] ?? "";
        if (part === ":name") return other.startsWith(":") || this.isPlugin(other);
        return part.startsWith(":") || other.startsWith(":") || part === other;
      })
    );
  }
}

function hasRoute(routes: readonly Address[], method: string, path: string): boolean {
  return routes.some((route) => route.method === method && matchPath(route.path, path) !== null);
}

function isSame(one: Address, other: Address): boolean {
  const shape = ({ path }: Address): string =>
    partsOf(path)
      .map((part) => (part.startsWith(":") ? ":" : part))
      .join("/");
  return one.method === other.method && shape(one) === shape(other);
}

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}
