import type {
  HostEvents,
  LiveSample,
  LogLine,
  PluginStatus,
  RegistrySnapshot,
  ReloadReport,
} from "../../../schemas/index.ts";
import { Listeners } from "../../base/listeners.ts";
import { EventLog } from "./event-log.ts";

/** What a registry host tells, as events for the API's clients: of states only what changed. */
export class RegistryFeed implements Omit<HostEvents, "stuck"> {
  readonly log = new EventLog();
  readonly #snapshotListeners = new Listeners<[RegistrySnapshot]>();
  #told = new Map<string, string>();
  #problems = "[]";

  snapshotChanged(snapshot: RegistrySnapshot): void {
    const states = new Map(snapshot.plugins.map((status) => [status.summary.name, status]));
    for (const name of this.#told.keys()) {
      if (!states.has(name)) this.log.push("removed", { plugin: name });
    }
    const told = new Map<string, string>();
    for (const [name, status] of states) {
      const state = stateOf(status);
      told.set(name, state);
      if (this.#told.get(name) !== state) this.log.push("plugin", status);
    }
    this.#told = told;
    const problems = JSON.stringify(snapshot.manifestProblems);
    if (problems !== this.#problems) {
      this.log.push("manifest", { problems: snapshot.manifestProblems });
    }
    this.#problems = problems;
    this.#snapshotListeners.tell(snapshot);
  }

  sampled(samples: LiveSample[]): void {
    if (samples.length > 0) this.log.push("samples", samples);
  }

  reloadObserved(reports: ReloadReport[]): void {
    if (reports.length > 0) this.log.push("reloads", reports);
  }

  logged(lines: LogLine[]): void {
    if (lines.length > 0) this.log.push("logs", lines);
  }

  onSnapshot(listener: (snapshot: RegistrySnapshot) => void): void {
    this.#snapshotListeners.add(listener);
  }
}

/** What makes a plugin's state another one: its counters do not, they are told as samples. */
function stateOf(status: PluginStatus): string {
  const counters = new Set(["hook_stats", "latency"]);
  return JSON.stringify(status, (key, value: unknown) => (counters.has(key) ? undefined : value));
}
