/** One request to a plugin's route. */
export interface RouteCall {
  /** Values of the path's `:name` parts. */
  readonly params: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Answers a request: a `Response`, or anything that JSON can say. */
export type RouteHandler = (request: Request, call: RouteCall) => unknown;

export interface RouteOptions {
  /** Which key a caller needs: a user's or an operator's. Default: `user`. */
  readonly access?: "user" | "operator";
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Starts with `/`; relative to the router's prefix. */
  readonly path: string;
  readonly access: "user" | "operator";
  readonly handler: RouteHandler;
}

const ROUTER_BRAND: unique symbol = Symbol.for("patchbay.router");

/** The HTTP routes of a plugin, all below one prefix. Handed out by `PluginBase.getRouter`. */
export class Router {
  /** @internal */
  readonly [ROUTER_BRAND] = true;
  readonly prefix: string;
  readonly routes: Route[] = [];

  /** `prefix` starts with `/` and has no trailing slash, e.g. `/plugins/feedback`. */
  constructor(prefix: string) {
    this.prefix = prefix;
  }

  get(path: string, handler: RouteHandler, options?: RouteOptions): this {
    return this.#add("GET", path, handler, options);
  }
  post(path: string, handler: RouteHandler, options?: RouteOptions): this {
    return this.#add("POST", path, handler, options);
  }
  put(path: string, handler: RouteHandler, options?: RouteOptions): this {
    return this.#add("PUT", path, handler, options);
  }
  patch(path: string, handler: RouteHandler, options?: RouteOptions): this {
    return this.#add("PATCH", path, handler, options);
  }
  delete(path: string, handler: RouteHandler, options?: RouteOptions): this {
    return this.#add("DELETE", path, handler, options);
  }

  #add(method: Route["method"], path: string, handler: RouteHandler, options?: RouteOptions): this {
    this.routes.push({ method, path, handler, access: options?.access ?? "user" });
    return this;
  }
}

/** Whether a value is a router, of this copy of the package or of another. */
export function isRouter(value: unknown): value is Router {
  return typeof value === "object" && value !== null && ROUTER_BRAND in value;
}
