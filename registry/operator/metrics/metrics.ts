import type {
  LiveSample,
  PluginRecord,
  PluginStatus,
  RegistrySnapshot,
} from "../../../schemas/index.ts";
import { pluginStateSchema } from "../../../schemas/index.ts";
import { Histogram } from "./histogram.ts";

const MILLISECONDS_IN_SECOND = 1_000;

/**
 * The registry and the server in Prometheus's text format 0.0.4. Counters are read from the registry, where they are exact;
 * duration histograms are of the calls that were reported one by one, which bursts of thousands within a tenth of a second are not.
 */
export class Metrics {
  readonly #hooks = new Histogram();
  readonly #requests = new Histogram();
  readonly #answers = new Map<string, number>();

  sampled(samples: readonly LiveSample[]): void {
    for (const { plugin, hook, sample } of samples) {
      const labels = labelsOf({ plugin, hook });
      this.#hooks.observe(labels, sample.duration_ms / MILLISECONDS_IN_SECOND);
    }
  }

  /** `route` is the pattern, so that there are no more series than routes. */
  answered(method: string, route: string, status: number, seconds: number): void {
    const labels = labelsOf({ method, route, status: String(status) });
    this.#answers.set(labels, (this.#answers.get(labels) ?? 0) + 1);
    this.#requests.observe(labelsOf({ method, route }), seconds);
  }

  text({ plugins }: RegistrySnapshot, records: readonly PluginRecord[]): string {
    const known = records.map(({ name }) => `plugin="${escape(name)}"`);
    this.#hooks.keepOnly((labels) => known.some((label) => labels.startsWith(`${label},`)));
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
      histogram("plugin_hook_duration_seconds", "How long handlers took.", this.#hooks),
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
      histogram("patchbay_http_request_duration_seconds", "How long answers took.", this.#requests),
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

function histogram(name: string, help: string, values: Histogram): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...values.lines(name)];
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(",");
}

function escape(value: string): string {
  return value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
}
