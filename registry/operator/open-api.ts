import { once } from "node:events";
import { createServer, isIP, type AddressInfo } from "node:net";
import path from "node:path";
import type { AuditRecord, HostOptions, RegistrySnapshot } from "../../schemas/index.ts";
import { ManifestFile } from "../manifest-file/index.ts";
import { createModuleIndex, grammarsIn } from "../modules/index.ts";
import { createSecretChain, locateSecretFiles } from "../secrets/index.ts";
import type { RateLimiterOptions } from "../sdk/index.ts";
import type { ApiKeys } from "./access/index.ts";
import type { RegistryFeed } from "./events/index.ts";
import { announceServer } from "./running/index.ts";
import { createOperatorServer } from "./server.ts";
import type { OperatedRegistry } from "./types.ts";

/** For requests that are being answered when the server is told to end. */
const CLOSE_DEADLINE_MS = 5_000;

/** Where the API listens, and whom it lets in. */
export interface ApiOptions {
  /** Address to listen on, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly keys: ApiKeys;
  /** Serve without a key. Only on this machine's own addresses. */
  readonly insecure?: boolean;
  /** Further names under which the server is reached. */
  readonly allowedHosts?: readonly string[];
  /** Further origins whose pages may use the API. */
  readonly allowedOrigins?: readonly string[];
  /** Null: no limit. Default: 20 at once and 2 a second for each client. */
  readonly rate?: RateLimiterOptions | null | undefined;
  /** Folder with `wasm/`. */
  readonly distFolder: string;
  /** How long `close` waits for requests that are being answered. Default: 5 s. */
  readonly closeDeadlineMs?: number;
  readonly audit: (record: AuditRecord) => void;
  readonly onFailure: (error: Error) => void;
}

/** A registry that has been initialized. */
export interface ServedRegistry {
  readonly registry: OperatedRegistry;
  /** Told of everything that the registry tells, as long as the API is open. */
  readonly feed: RegistryFeed;
  readonly first: RegistrySnapshot;
  /** What the registry was initialized with. */
  readonly options: HostOptions;
  /** What the editor's secret store holds: as it is, whenever it is read. */
  readonly stored: ReadonlyMap<string, string>;
}

/** It cannot start; `message` says what to do. */
export interface ApiRefusal {
  readonly kind: "refused";
  readonly code: "serve/no-key" | "serve/not-listening";
  readonly message: string;
}

export type ApiResult =
  | {
      readonly kind: "open";
      /** Without a trailing slash. */
      readonly url: string;
      /** Answers what is being asked, and ends. Idempotent. The registry goes on. */
      close(): Promise<void>;
    }
  | ApiRefusal;

/** Opens the operator API over a registry. Other programs of this user find it by the manifest. */
export async function openApi(served: ServedRegistry, options: ApiOptions): Promise<ApiResult> {
  const refusal = checkKeys(options);
  if (refusal) return refusal;

  const { manifestFile, workspaceFolder, sourceRoots } = served.options;
  const { closeDeadlineMs = CLOSE_DEADLINE_MS } = options;
  const modules = createModuleIndex(grammarsIn(path.join(options.distFolder, "wasm")));
  const app = await createOperatorServer({
    ...served,
    modules,
    manifest: new ManifestFile(manifestFile),
    roots: { manifestFolder: path.dirname(manifestFile), workspaceFolder, sourceRoots },
    secrets: createSecretChain({
      environment: process.env,
      stored: served.stored,
      ...locateSecretFiles(workspaceFolder, process.env),
      trusted: true,
    }),
    keys: options.keys,
    rate: options.rate,
    allowedHosts: [options.host, ...(options.allowedHosts ?? [])],
    allowedOrigins: options.allowedOrigins ?? [],
    audit: options.audit,
    onFailure: options.onFailure,
  });
  const end = async (): Promise<void> => {
    const hurry = setTimeout(() => app.server.closeAllConnections(), closeDeadlineMs);
    await app.close();
    clearTimeout(hurry);
    modules.dispose();
  };
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await end();
    return notListening(options, error);
  }
  const url = urlOf(app.server.address() as AddressInfo); // It listens on a port, not on a pipe.
  const retract = await announce(manifestFile, url, options.onFailure);
  let closing: Promise<void> | null = null;
  return { kind: "open", url, close: () => (closing ??= retract().then(end)) };
}

/** Only others' finding the server depends on it: an API that cannot be announced is used, and closed, all the same. */
async function announce(
  manifestFile: string,
  url: string,
  onFailure: (error: Error) => void,
): Promise<() => Promise<void>> {
  const tell = (what: string, cause: unknown): void =>
    onFailure(new Error(`${what}: ${String(cause)}`, { cause }));
  try {
    const retract = await announceServer(manifestFile, url);
    return () =>
      retract().catch((error) => tell("The server's announcement is left behind", error));
  } catch (error) {
    tell("Other programs have to be told where the server is, as it cannot be announced", error);
    return () => Promise.resolve();
  }
}

/** Whether the API may be opened like this at all. Null: it may. */
export function checkKeys({
  keys,
  insecure,
  host,
}: Pick<ApiOptions, "keys" | "insecure" | "host">): ApiRefusal | null {
  if (keys.user || keys.operator) return null;
  if (insecure && isLoopback(host)) return null;
  const message = insecure
    ? `Without a key only this machine may be served: listen on 127.0.0.1, not on ${host}.`
    : "Set ADMIN_API_KEY (and API_KEY for users of plugins' routes), or say --insecure to serve this machine without a key.";
  return { kind: "refused", code: "serve/no-key", message };
}

/** Before any plugin is loaded: what would have to be taken back. Null: the address is free. */
export async function checkAddress(
  options: Pick<ApiOptions, "host" | "port">,
): Promise<ApiRefusal | null> {
  const probe = createServer();
  try {
    probe.listen({ host: options.host, port: options.port });
    await once(probe, "listening");
    return null;
  } catch (error) {
    return notListening(options, error);
  } finally {
    probe.close();
  }
}

function notListening(
  { host, port }: Pick<ApiOptions, "host" | "port">,
  error: unknown,
): ApiRefusal {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const reason = code === "EADDRINUSE" ? "another program listens there" : message;
  return {
    kind: "refused",
    code: "serve/not-listening",
    message: `Cannot listen on ${host}:${port}: ${reason}. Choose another --port, or 0 for any free one.`,
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function urlOf({ address, port, family }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
