import { isIP } from "node:net";
import { hostname } from "node:os";
import type { OperatorProblem } from "../problems.ts";

export interface SiteOptions {
  /** Further names under which the server is reached. */
  readonly allowedHosts: readonly string[];
  /** Further origins whose pages may use the API, e.g. `https://ops.example.com`. */
  readonly allowedOrigins: readonly string[];
}

interface SiteHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly "sec-fetch-site"?: string | string[] | undefined;
}

/**
 * Whether a request may come from where it says. A page that makes its own name resolve to this machine (DNS rebinding)
 * has that name in `Host`: names must be known, and addresses need no resolving. Other sites' pages have an `Origin`, or
 * at least say that they are another site. Null: it may.
 */
export function checkSite(
  { allowedHosts, allowedOrigins }: SiteOptions,
  headers: SiteHeaders,
): OperatorProblem | null {
  const host = hostIn(headers.host ?? "");
  if (host === null || !isKnownHost(host, allowedHosts)) {
    const detail =
      "Reach the server by localhost, by its address, or by a name that it was told of.";
    return { code: "request/foreign-host", detail };
  }
  const { origin } = headers;
  const isForeign =
    origin === undefined
      ? headers["sec-fetch-site"] === "cross-site"
      : origin !== `http://${headers.host}` && !allowedOrigins.includes(origin);
  if (!isForeign) return null;
  const detail = "Only pages of this server, and of origins that it was told of, may use it.";
  return { code: "request/foreign-origin", detail };
}

/** Without the port; null when it is none. */
function hostIn(header: string): string | null {
  const parts = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(header);
  return parts?.[1]?.replace(/^\[|\]$/g, "").toLowerCase() ?? null;
}

function isKnownHost(host: string, allowed: readonly string[]): boolean {
  if (isIP(host) !== 0 || host === "localhost" || host.endsWith(".localhost")) return true;
  return host === hostname().toLowerCase() || allowed.some((name) => name.toLowerCase() === host);
}
