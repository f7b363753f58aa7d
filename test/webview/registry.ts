import type {
  HookSample,
  PluginState,
  PluginStatus,
  Problem,
  RegistrySnapshot,
} from "../../schemas/index.ts";

/** What a test says about a plugin; the rest is that of a plugin with nothing to tell. */
export interface PluginSketch {
  readonly name: string;
  readonly state?: PluginState;
  readonly description?: string;
  readonly module?: string;
  /** Calls and failures by hook, and how long a call takes. */
  readonly hooks?: Readonly<Record<string, readonly [calls: number, failures: number, ms: number]>>;
  readonly missing?: readonly string[];
  readonly present?: readonly string[];
  readonly problems?: readonly Problem[];
  readonly errors?: readonly string[];
  readonly routes?: PluginStatus["routes"];
}

function pluginStatus(sketch: PluginSketch, position = 0): PluginStatus {
  const { name, state = "active", hooks = {}, missing = [], present = [] } = sketch;
  const called = Object.entries(hooks).filter(([, [calls]]) => calls > 0);
  return {
    summary: {
      name,
      description: sketch.description ?? null,
      hooks: Object.keys(hooks),
      config: {},
      enabled: state !== "disabled",
      active: state === "active",
      hook_stats: Object.fromEntries(
        called.map(([hook, [calls, failures, ms]]) => [
          hook,
          {
            invocations: calls,
            failures,
            total_duration_ms: calls * ms,
            last_duration_ms: ms,
            avg_duration_ms: ms,
          },
        ]),
      ),
      errors: [...(sketch.errors ?? [])],
      invalid: state === "invalid",
      secrets: { required: [...missing, ...present], missing: [...missing] },
    },
    state,
    position,
    module: sketch.module ?? `./plugins/${name}.ts:Plugin`,
    sourceFile: state === "invalid" ? null : `/work/plugins/${name}.ts`,
    generation: 1,
    problems: [...(sketch.problems ?? [])],
    secrets: [
      ...missing.map((secret) => ({
        kind: "missing" as const,
        name: secret,
        looked: ["config.secrets", `environment variable ${secret}`, "secret storage", ".env"],
      })),
      ...present.map((secret) => ({
        kind: "present" as const,
        name: secret,
        source: { kind: "dotenv" as const, file: "/work/.env" },
      })),
    ],
    latency: Object.fromEntries(
      called.map(([hook, [, , ms]]) => [hook, { p50_ms: ms, p95_ms: ms * 2 }]),
    ),
    routes: [...(sketch.routes ?? [])],
  };
}

export function snapshotOf(
  sketches: readonly PluginSketch[],
  manifestProblems: readonly Problem[] = [],
  revision = 1,
): RegistrySnapshot {
  return {
    revision,
    plugins: sketches.map(pluginStatus),
    manifestProblems: [...manifestProblems],
  };
}

export function problem(code: string, message: string, withPlace = true): Problem {
  return {
    code,
    message,
    at: "2026-01-15T09:30:00.000Z",
    location: withPlace ? { file: "/work/plugins/ticket.ts", line: 11, character: 4 } : null,
    stack: withPlace ? "Error: no\n    at onEnable (plugins/ticket.ts:12:5)" : null,
  };
}

/** `count` calls, ten seconds apart; every seventh failed. */
export function samplesOf(
  count: number,
  startMs = Date.parse("2026-01-15T09:00:00Z"),
): HookSample[] {
  return Array.from({ length: count }, (_, index) => {
    const failed = index % 7 === 6;
    return {
      timestamp: new Date(startMs + index * 10_000).toISOString(),
      status: failed ? ("error" as const) : ("success" as const),
      duration_ms: 6 + 4 * Math.sin(index / 3) + (index % 5),
      ...(failed
        ? { error: "TypeError: Cannot read properties of undefined (reading 'key')" }
        : {}),
    };
  });
}

/** A registry as people have it: most of it well, and one of everything that can be wrong. */
export const TEAM: readonly PluginSketch[] = [
  {
    name: "ticket_automation",
    description: "Opens a ticket for every plan that was approved",
    hooks: { post_plan: [1204, 3, 8.13], on_feedback: [12, 0, 2.4], pre_plan: [0, 0, 0] },
    missing: ["JIRA_API_TOKEN", "JIRA_BASE_URL"],
    present: ["SLACK_TOKEN"],
    errors: [
      "post_plan: 401 Unauthorized from jira.example.com",
      "post_plan: TypeError: Cannot read properties of undefined (reading 'key')",
    ],
    routes: [
      { method: "GET", path: "/tickets" },
      { method: "POST", path: "/tickets/{key}" },
    ],
  },
  {
    name: "warehouse_export",
    description: "Writes alignment events to the warehouse",
    hooks: { post_alignment_event: [86, 0, 41.7] },
    problems: [
      problem("plugin/threw-on-import", "The reload was rolled back: Unexpected token at line 12."),
    ],
  },
  {
    name: "feedback_collector",
    description: "Collects feedback on plans",
    state: "disabled",
    hooks: { on_feedback: [0, 0, 0] },
    missing: ["FEEDBACK_TOKEN"],
  },
  {
    name: "email_digest",
    description: "Mails a digest each morning",
    state: "failed",
    hooks: { post_plan: [0, 0, 0] },
    problems: [
      problem(
        "module/not-found",
        "No module ./plugins/email_digest was found. Looked for email_digest.ts, .mts, .js, .mjs, .cjs and .py in /work/plugins.",
        false,
      ),
    ],
  },
  {
    name: "invalid_plugin_1",
    state: "invalid",
    problems: [problem("manifest/missing-field", "The entry has no `module`.")],
  },
  {
    name: "crawler",
    description: "Follows links in the context",
    state: "quarantined",
    hooks: { pre_plan: [7, 1, 5012] },
    problems: [problem("plugin/hung", "pre_plan held the thread for 5 s and was stopped.")],
  },
];

/** As many plugins as somebody could ever have, each with calls. */
export function manyPlugins(count: number, round = 0): PluginSketch[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `plugin_${String(index).padStart(3, "0")}`,
    description: `The plugin at position ${index}`,
    state: index % 50 === 7 ? ("failed" as const) : ("active" as const),
    hooks: { post_plan: [100 + round * (index % 3), index % 9, 1 + (index % 40)] as const },
    ...(index % 25 === 3 ? { missing: ["API_TOKEN"] } : {}),
  }));
}
