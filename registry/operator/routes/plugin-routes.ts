import type { FastifyReply, FastifyRequest } from "fastify";
import type { RegistrySnapshot } from "../../../schemas/index.ts";
import type { Gate } from "../access/index.ts";
import { sendProblem } from "../send.ts";
import type { OperatedRegistry } from "../types.ts";
import { forwardToPlugin } from "./forward.ts";
import { RouteTable } from "./route-table.ts";

export interface PluginRoutesOptions {
  readonly registry: Pick<OperatedRegistry, "route" | "snapshot">;
  readonly gate: Gate;
  readonly bodyLimitBytes: number;
  readonly first: RegistrySnapshot;
}

/** The requests that are not the server's own: each goes to the plugin whose route it is at this moment. */
export class PluginRoutes {
  readonly table = new RouteTable();
  readonly #options: PluginRoutesOptions;
  #latest: RegistrySnapshot;

  constructor(options: PluginRoutesOptions) {
    this.#options = options;
    this.#latest = options.first;
    this.follow(options.first);
  }

  /** The registry as it was told last. */
  get latest(): RegistrySnapshot {
    return this.#latest;
  }

  follow(snapshot: RegistrySnapshot): void {
    this.#latest = snapshot;
    this.table.update(snapshot);
  }

  /** The registry as it is now: what was told may be a moment old. */
  async current(): Promise<RegistrySnapshot> {
    this.follow(await this.#options.registry.snapshot());
    return this.#latest;
  }

  /** Whether an address below `/plugins/:name` is a plugin's own: no plugin is called so, and one has the route. */
  async owns(request: FastifyRequest, name: string): Promise<boolean> {
    await this.current();
    return !this.table.isPlugin(name) && this.#ownerOf(request).kind !== "nobody";
  }

  /** Always answers, with what the plugin says or with why it does not. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { registry, gate, bodyLimitBytes } = this.#options;
    await this.current();
    const owner = this.#ownerOf(request);
    if (owner.kind === "nobody") {
      const allowed = this.table.methodsAt(pathOf(request));
      // It may be there in a spelling that is not served, such as with an empty part.
      if (allowed.length > 0 && !allowed.includes(request.method)) {
        reply.header("allow", allowed.join(", "));
        const detail = `${pathOf(request)} is asked with ${allowed.join(" or ")}, not with ${request.method}.`;
        return sendProblem(reply, { code: "request/method-not-allowed", detail });
      }
      const detail = `Nothing is at ${request.method} ${pathOf(request)}. GET /docs says what there is.`;
      return sendProblem(reply, { code: "request/not-found", detail });
    }
    if (!gate.lets(request, reply, "user")) return reply;
    if (owner.kind === "down") {
      const detail = `${owner.plugin} has no running instance: GET /plugins/${owner.plugin} says why.`;
      return sendProblem(reply, { code: "plugin/unavailable", detail });
    }
    const access = request.identity?.access ?? "user";
    return forwardToPlugin({ registry, bodyLimitBytes }, request, reply, access);
  }

  #ownerOf(request: FastifyRequest): ReturnType<RouteTable["ownerOf"]> {
    const { method } = request;
    return this.table.ownerOf(method === "HEAD" ? "GET" : method, pathOf(request));
  }
}

function pathOf({ url }: FastifyRequest): string {
  return url.split("?", 1)[0] ?? "/";
}
