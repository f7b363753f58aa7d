import type {
  HookDurations,
  PluginRecord,
  PluginStatus,
  RegistrySnapshot,
} from "../../../schemas/index.ts";
import { pluginStateSchema } from "../../../schemas/index.ts";
import { Histogram, seriesLines, type Series } from "./histogram.ts";
import { MILLISECONDS_IN_SECOND } from "./units.ts";

/** What the registry counts, whenever somebody asks. */
export interface Counted {
  readonly snapshot: RegistrySnapshot;
  readonly records: readonly PluginRecord[];
  readonly durations: readonly HookDurations[];
}

/** The registry and the server in Prometheus's text format 0.0.4. What the registry counts is read from it: every call is in it. */
export class Metrics {
  readonly #requests = new Histogram();
  readonly #answers = new Map<string, number>();

  /** `route` is the pattern, so that there are no more series than routes. */
  answered(method: string, route: string, status: number, seconds: number): void {
    const labels = labelsOf({ method, route, status: String(status) });
    this.#answers.set(labels, (this.#answers.get(labels) ?? 0) + 1);
    this.#requests.observe(labelsOf({ method, route }), seconds);
  }

  text({ snapshot: { plugins }, records, durations }: Counted): string {
    const hookCounter = (pick: "invocations" | "failures"): string[] =>
      records.flatMap(({ name, hook_stats }) =>
        Object.entries(hook_stats).map(
          ([hook, stats]) => `{${labelsOf({ plugin: name, hook })}} ${stats[pick]}`,
        ),
      );
    const families = [
      family(
        "plugin_hook_invocations_total",
        "counter",
        "Calls of a plugin's handler.",
        hookCounter("invocations"),
      ),
      family(
        "plugin_hook_failures_total",
        "counter",
        "Calls that threw or timed out.",
        hookCounter("failures"),
      ),
      histogram("plugin_hook_duration_seconds", "How long handlers took.", seriesOf(durations)),
      family("patchbay_plugins", "gauge", "Plugins by state.", stateLines(plugins)),
      family(
        "patchbay_plugin_generation",
        "counter",
        "How many times a plugin's code has been loaded.",
        plugins.map(
          ({ summary, generation }) => `{${labelsOf({ plugin: summary.name })}} ${generation}`,
        ),
      ),
      family(
        "patchbay_plugin_missing_secrets",
        "gauge",
        "Secrets that a plugin requires and that were not found.",
        plugins.map(
          ({ summary }) =>
            `{${labelsOf({ plugin: summary.name })}} ${summary.secrets.missing.length}`,
        ),
      ),
      family(
        "patchbay_http_requests_total",
        "counter",
        "Requests answered.",
        Array.from(this.#answers, ([labels, count]) => `{${labels}} ${count}`),
      ),
      histogram(
        "patchbay_http_request_duration_seconds",
        "How long answers took.",
        this.#requests.series,
      ),
      family("process_resident_memory_bytes", "gauge", "Resident memory of the host.", [
        ` ${process.memoryUsage.rss()}`,
      ]),
    ];
    return `${families.flat().join("\n")}\n`;
  }
}

function stateLines(plugins: readonly PluginStatus[]): string[] {
  return pluginStateSchema.options.map((state) => {
    const count = plugins.filter((status) => status.state === state).length;
    return `{${labelsOf({ state })}} ${count}`;
  });
}

function family(name: string, type: string, help: string, lines: readonly string[]): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines.map((line) => name + line)];
}

function histogram(name: string, help: string, values: ReadonlyMap<string, Series>): string[] {
  const lines = Array.from(values, ([labels, series]) => seriesLines(name, labels, series)).flat();
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines];
}

function seriesOf(durations: readonly HookDurations[]): ReadonlyMap<string, Series> {
  return new Map(
    durations.map(({ plugin, hook, counts, totalMs }) => [
      labelsOf({ plugin, hook }),
      { counts, sum: totalMs / MILLISECONDS_IN_SECOND },
    ]),
  );
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(",");
}

function escape(value: string): string {
  return value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
}
