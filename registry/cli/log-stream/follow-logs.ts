import { setTimeout as pause } from "node:timers/promises";
import type { LogLine } from "../../../schemas/index.ts";
import type { Outcome } from "../../operator/operations/index.ts";
import type { ServiceAddress } from "../target/index.ts";
import { LogReader, type LogReading } from "./log-reader.ts";

/** A service that starts again is back after a second or two; one that is gone is not worth more than a look now and then. */
const PAUSE_MS = { least: 250, most: 5_000 };

export interface FollowOptions {
  /** Go on with what is written from now on, until the signal. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  readonly onLine: (line: LogLine) => void;
  /** The service that is meant by now: it may come back at another address. Null: there is none. */
  readonly find: () => Promise<ServiceAddress | null>;
  /** Told once each time that the service cannot be read any more, and once it can be again. */
  readonly onLost: (service: ServiceAddress) => void;
  readonly onBack: (service: ServiceAddress) => void;
}

/** What plugins wrote: the lines that the service still has, then those to come, of its next runs as well. */
export async function followLogs(
  first: ServiceAddress,
  { follow, signal, onLine, find, onLost, onBack }: FollowOptions,
): Promise<Outcome<null>> {
  let service = first;
  let isLost = false;
  let pauseMs = PAUSE_MS.least;
  const onOpen = (): void => {
    if (isLost) onBack(service);
    isLost = false;
    pauseMs = PAUSE_MS.least;
  };
  const reader = new LogReader({ signal, onLine, onOpen });

  const kept = await (follow ? reader.readOn(service) : reader.readKept(service));
  if (!signal.aborted && kept.kind !== "ended") return problemOf(service, kept);
  if (!follow) return { kind: "done", value: null };
  while (!signal.aborted) {
    if (!isLost) onLost(service);
    isLost = true;
    await pause(pauseMs, undefined, { signal }).catch(() => undefined); // Interrupted.
    pauseMs = Math.min(pauseMs * 2, PAUSE_MS.most);
    const found = signal.aborted ? null : await find();
    if (!found) continue;
    service = found;
    const read = await reader.readOn(service);
    if (read.kind === "refused" && isFinal(read.status)) return problemOf(service, read);
  }
  return { kind: "done", value: null };
}

/** A key that is wrong does not become right. */
function isFinal(status: number): boolean {
  return status === 401 || status === 403 || status === 404;
}

function problemOf(
  { url, key }: ServiceAddress,
  reading: Exclude<LogReading, { readonly kind: "ended" }>,
): Outcome<never> {
  const advice = key === null ? "Set PLUGINS_API_KEY." : "Is PLUGINS_API_KEY the operator's key?";
  const detail =
    reading.kind === "refused"
      ? `${url} does not show its logs (status ${reading.status}). ${advice}`
      : `${url} does not answer: ${reading.reason}. Is the service running?`;
  return { kind: "problem", problem: { code: "plugin/unavailable", detail } };
}
