import { once } from "node:events";
import { createServer, isIP, type AddressInfo } from "node:net";
import path from "node:path";
import type { AuditRecord, HostOptions, LogLine, StuckPlugin } from "../../schemas/index.ts";
import { RegistryHost } from "../host/index.ts";
import { ManifestFile } from "../manifest-file/index.ts";
import { createModuleIndex, grammarsIn } from "../modules/index.ts";
import { createSecretChain, locateSecretFiles } from "../secrets/index.ts";
import type { ApiKeys, BucketOptions } from "./access/index.ts";
import { RegistryFeed } from "./events/index.ts";
import { announceServer } from "./running/index.ts";
import { createOperatorServer } from "./server.ts";

/** For requests that are being answered when the server is told to end. */
const CLOSE_DEADLINE_MS = 5_000;

export interface ServeOptions {
  readonly registry: HostOptions;
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
  readonly rate?: BucketOptions | null | undefined;
  /** Folder with `worker.js` and `wasm/`. */
  readonly distFolder: string;
  readonly audit: (record: AuditRecord) => void;
  readonly onFailure: (error: Error) => void;
  /** What plugins write. */
  readonly onLogged?: (lines: readonly LogLine[]) => void;
  /** A plugin holds its thread in a way that only the end of the process ends. */
  readonly onStuck: (culprit: StuckPlugin | null) => void;
}

export type ServeResult =
  | {
      readonly kind: "serving";
      /** Without a trailing slash. */
      readonly url: string;
      readonly registry: RegistryHost;
      readonly feed: RegistryFeed;
      /** Answers what is being asked, disables every plugin, and ends. Idempotent. */
      close(): Promise<void>;
    }
  /** It cannot start; `message` says what to do. */
  | {
      readonly kind: "refused";
      readonly code: "serve/no-key" | "serve/not-listening";
      readonly message: string;
    };

/** A registry host with the operator API, and without an editor. */
export async function serve(options: ServeOptions): Promise<ServeResult> {
  const refusal = checkKeys(options) ?? (await checkAddress(options));
  if (refusal) return refusal;

  const { registry: hostOptions, distFolder } = options;
  const feed = new RegistryFeed();
  const registry = new RegistryHost({
    workerFile: path.join(distFolder, "worker.js"),
    events: {
      snapshotChanged: (snapshot) => feed.snapshotChanged(snapshot),
      sampled: (samples) => feed.sampled(samples),
      reloadObserved: (reports) => feed.reloadObserved(reports),
      logged: (lines) => {
        feed.logged(lines);
        options.onLogged?.(lines);
      },
      stuck: options.onStuck,
    },
  });
  const modules = createModuleIndex(grammarsIn(path.join(distFolder, "wasm")));
  const { manifestFile, workspaceFolder, sourceRoots } = hostOptions;
  const app = await createOperatorServer({
    registry,
    feed,
    modules,
    first: await registry.initialize(hostOptions),
    manifest: new ManifestFile(manifestFile),
    roots: { manifestFolder: path.dirname(manifestFile), workspaceFolder, sourceRoots },
    secrets: createSecretChain({
      environment: process.env,
      stored: new Map(Object.entries(hostOptions.storedSecrets)),
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
    const hurry = setTimeout(() => app.server.closeAllConnections(), CLOSE_DEADLINE_MS);
    await app.close();
    clearTimeout(hurry);
    await registry.shutdown();
    modules.dispose();
  };
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await end();
    return notListening(options, error);
  }
  const url = urlOf(app.server.address() as AddressInfo); // It listens on a port, not on a pipe.
  const retract = await announceServer(manifestFile, url);
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= retract().then(end));
  return { kind: "serving", url, registry, feed, close };
}

function checkKeys({ keys, insecure, host }: ServeOptions): ServeResult | null {
  if (keys.user || keys.operator) return null;
  if (insecure && isLoopback(host)) return null;
  const message = insecure
    ? `Without a key only this machine may be served: listen on 127.0.0.1, not on ${host}.`
    : "Set ADMIN_API_KEY (and API_KEY for users of plugins' routes), or say --insecure to serve this machine without a key.";
  return { kind: "refused", code: "serve/no-key", message };
}

/** Before any plugin is loaded: what would have to be taken back. */
async function checkAddress(options: ServeOptions): Promise<ServeResult | null> {
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

function notListening({ host, port }: ServeOptions, error: unknown): ServeResult {
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
