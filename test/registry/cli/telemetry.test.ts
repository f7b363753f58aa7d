import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { startReceiver, type OtlpReceiver } from "../otel/otlp-receiver.ts";
import { KEY, openProject, type Project } from "./command-line.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";

const PROJECT: Readonly<Record<string, string>> = {
  "plugins.yaml": `- name: planner
  module: ./plugins/all.js:Planner
  config: { secrets: { PLANNER_KEY: s3cr3t-value } }
- name: filer
  module: ./plugins/all.js:Filer
- name: holder
  module: ./plugins/all.js:Holder
`,
  "plugins/all.js": `import { trace } from "@opentelemetry/api";
import { PluginBase } from "patchbay";
export class Planner extends PluginBase {
  static hooks = ["post_plan"];
  static requiredSecrets = ["PLANNER_KEY"];
  async post_plan() {
    trace.getActiveSpan().setAttribute("said", "with " + this.getSecret("PLANNER_KEY"));
    await this.emit("ticket_created", {});
    throw new TypeError("refused with " + this.getSecret("PLANNER_KEY"));
  }
}
export class Filer extends PluginBase {
  static hooks = ["ticket_created", "count"];
  ticket_created() {
    trace.getTracer("filer").startActiveSpan("file it", (span) => span.end());
  }
  count() {}
}
export class Holder extends PluginBase {
  static hooks = ["hold"];
  hold() { for (;;); }
}
`,
  // What the process had loaded when it ended.
  "probe.cjs": `const { appendFileSync } = require("node:fs");
process.on("exit", () => appendFileSync(process.env.PROBE, Object.keys(require.cache).join("\\n") + "\\n"));
`,
};

async function openTraced(): Promise<Project> {
  const project = await openProject(PROJECT);
  // The plugins' own copy.
  mkdirSync(project.at("node_modules"));
  const installed = path.resolve(import.meta.dirname, "../../../node_modules/@opentelemetry");
  symlinkSync(installed, project.at("node_modules/@opentelemetry"), "dir");
  return project;
}

function variables(receiver: OtlpReceiver, protocol = "http/protobuf"): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_SERVICE_NAME: "planning",
  };
}

async function fire(
  url: string,
  hook: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const response = await fetch(`${url}/hooks/${hook}`, {
    method: "POST",
    headers: { "x-api-key": KEY, "content-type": "application/json", ...headers },
    body: "{}",
  });
  expect(response.status).toBe(200);
}

test.for(["http/protobuf", "http/json"])(
  "a fire arrives as a trace of its calls, in the caller's own, as %s",
  async (protocol) => {
    const receiver = await startReceiver();
    const { serve } = await openTraced();
    const service = await serve([], variables(receiver, protocol));
    await fire(service.url, "post_plan", { traceparent: `00-${TRACE_ID}-${CALLER}-01` });
    expect(await service.stop("SIGTERM")).toBe(0);

    const { spans } = receiver;
    const pathOf = (id: string): string => {
      const span = spans.find(({ spanId }) => spanId === id);
      return span ? `${pathOf(span.parentSpanId)}/${span.name}` : id;
    };
    expect(spans.map(({ spanId }) => pathOf(spanId)).toSorted()).toEqual([
      `${CALLER}/fire post_plan`,
      `${CALLER}/fire post_plan/call planner`,
      `${CALLER}/fire post_plan/call planner/fire ticket_created`,
      `${CALLER}/fire post_plan/call planner/fire ticket_created/call filer`,
      `${CALLER}/fire post_plan/call planner/fire ticket_created/call filer/file it`,
    ]);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE_ID]));
    expect(new Set(spans.map((span) => span.service["service.name"]))).toEqual(
      new Set(["planning"]),
    );
    // The plugin's own copy tells the time as it likes.
    for (const { startNs, endNs, parentSpanId } of spans.filter(
      ({ scope }) => scope === "patchbay",
    )) {
      expect(endNs).toBeGreaterThanOrEqual(startNs);
      const parent = spans.find(({ spanId }) => spanId === parentSpanId);
      if (parent) expect(startNs).toBeGreaterThanOrEqual(parent.startNs);
    }
    expect(spans.find(({ name }) => name === "call planner")).toMatchObject({
      status: { code: 2, message: "TypeError: refused with ***" },
      attributes: {
        "patchbay.plugin": "planner",
        "patchbay.hook": "post_plan",
        "error.type": "plugin/handler-threw",
        // What a plugin writes into a span itself.
        said: "with ***",
      },
      events: [{ name: "exception", attributes: { "exception.type": "TypeError" } }],
    });
    expect(JSON.stringify(spans)).not.toContain("s3cr3t-value");
    expect(service.log()).not.toContain("OpenTelemetry");
  },
);

test("every call is in the histogram that arrives when the service ends, and in the one that is scraped", async () => {
  const receiver = await startReceiver();
  const { serve, at, write } = await openTraced();
  write(
    "plugins/all.js",
    readFileSync(at("plugins/all.js"), "utf8").replace(
      "count() {}",
      "async count() { for (let call = 0; call < 5000; call++) this.emit('ticket_created', {}); }",
    ),
  );
  write(
    "plugins.yaml",
    PROJECT["plugins.yaml"] + "- { name: second, module: './plugins/all.js:Filer' }\n",
  );
  const service = await serve([], { ...variables(receiver), OTEL_TRACES_EXPORTER: "none" });
  await fire(service.url, "count");
  const scraped = await (await fetch(`${service.url}/metrics`)).text();
  const line = 'plugin_hook_duration_seconds_count{plugin="filer",hook="ticket_created"} ';
  expect(scraped).toContain(`${line}5000\n`);
  expect(scraped).toContain(
    'plugin_hook_invocations_total{plugin="filer",hook="ticket_created"} 5000\n',
  );
  expect(await service.stop("SIGTERM")).toBe(0);

  const filed = receiver.points.find(
    ({ metric, attributes }) =>
      metric === "patchbay.hook.duration" &&
      attributes["patchbay.plugin"] === "filer" &&
      attributes["patchbay.hook"] === "ticket_created",
  );
  expect(filed).toMatchObject({ unit: "s", temporality: 2, value: 5_000 });
  expect(filed?.buckets.reduce((sum, count) => sum + count, 0)).toBe(5_000);
  expect(receiver.spans).toEqual([]);
  expect(receiver.points).toContainEqual(
    expect.objectContaining({ metric: "patchbay.plugins", value: 4 }),
  );
});

test("a call that holds its thread is a span that failed, and what ended before it is not lost", async () => {
  const receiver = await startReceiver();
  const { serve } = await openTraced();
  const service = await serve(["--deadline", "1000"], variables(receiver));
  await fire(service.url, "ticket_created");
  await fire(service.url, "hold");
  expect(await service.stop("SIGTERM")).toBe(0);
  const names = receiver.spans.map(({ name }) => name);
  expect(names).toContain("call filer");
  expect(receiver.spans.find(({ name }) => name === "call holder")).toMatchObject({
    status: { code: 2 },
  });
});

test("a fire whose thread ends is a span that failed, in its caller's trace", async () => {
  const receiver = await startReceiver();
  const { serve, write } = await openTraced();
  // Out of reach of everything but the end of the thread.
  write(
    "plugins/all.js",
    `import { PluginBase } from "patchbay";
export class Planner extends PluginBase {
  static hooks = ["post_plan"];
  post_plan() { const held = []; for (;;) held.push(new Array(1e6).fill(held.length)); }
}
`,
  );
  const service = await serve([], variables(receiver));
  await fire(service.url, "post_plan", { traceparent: `00-${TRACE_ID}-${CALLER}-01` });
  expect(await service.stop("SIGTERM")).toBe(0);
  expect(receiver.spans.find(({ name }) => name === "fire post_plan")).toMatchObject({
    traceId: TRACE_ID,
    parentSpanId: CALLER,
    status: { code: 2 },
  });
});

test("what a plugin emits while it answers a request belongs to the request's trace", async () => {
  const receiver = await startReceiver();
  const { serve, write } = await openTraced();
  write(
    "plugins/all.js",
    `import { PluginBase, Router } from "patchbay";
export class Planner extends PluginBase {
  getRouter() {
    const router = new Router("/planner");
    router.get("/plan", async () => { await this.emit("ticket_created", {}); return {}; });
    return router;
  }
}
export class Filer extends PluginBase { static hooks = ["ticket_created"]; ticket_created() {} }
`,
  );
  const service = await serve([], variables(receiver));
  const headers = { traceparent: `00-${TRACE_ID}-${CALLER}-01`, "x-api-key": KEY };
  expect((await fetch(`${service.url}/planner/plan`, { headers })).status).toBe(200);
  await service.stop("SIGTERM");
  const emitted = receiver.spans.find(({ name }) => name === "fire ticket_created");
  expect(emitted).toMatchObject({ traceId: TRACE_ID, parentSpanId: CALLER });
});

test("a trace that its caller does not keep is not kept, unless the sampler decides for itself", async () => {
  const receiver = await startReceiver();
  const { serve } = await openTraced();
  const dropped = { traceparent: `00-${TRACE_ID}-${CALLER}-00` };
  const followed = await serve([], variables(receiver));
  await fire(followed.url, "ticket_created", dropped);
  await followed.stop("SIGTERM");
  expect(receiver.spans).toEqual([]);
  const own = await serve([], { ...variables(receiver), OTEL_TRACES_SAMPLER: "always_on" });
  await fire(own.url, "ticket_created", dropped);
  await own.stop("SIGTERM");
  expect(receiver.spans.map(({ traceId }) => traceId)).toContain(TRACE_ID);
});

test("nothing of OpenTelemetry is loaded unless a variable asks for it, and then where it is needed", async () => {
  const { serve, at } = await openProject({
    ...PROJECT,
    "plugins.yaml": "- { name: quiet, module: './plugins/quiet.js:Quiet' }\n",
    "plugins/quiet.js": `import { appendFileSync } from "node:fs";
import Module from "node:module";
import { PluginBase } from "patchbay";
export class Quiet extends PluginBase {
  static hooks = ["count"];
  count() { appendFileSync(process.env.PROBE, Object.keys(Module._cache).join("\\n") + "\\n"); }
}
`,
  });
  const probed = async (
    file: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const probe = { NODE_OPTIONS: `--require=${at("probe.cjs")}`, PROBE: at(file) };
    const service = await serve([], { ...probe, ...environment });
    await fire(service.url, "count");
    expect(await service.stop("SIGTERM")).toBe(0);
    return readFileSync(at(file), "utf8");
  };
  const quiet = await probed("without.txt", { OTEL_SERVICE_NAME: "planning" });
  // The probe saw the bundles of the process, and the plugin those of its thread.
  expect(quiet).toContain("operator.js");
  expect(quiet).toContain("worker.js");
  expect(quiet).not.toMatch(/otel|opentelemetry/);
  const asked = await probed("with.txt", variables(await startReceiver()));
  expect(asked).toContain("otel-export.js");
  expect(asked).toContain("otel-thread.js");
});

test("what cannot be exported is said at the start", async () => {
  const { serve } = await openTraced();
  const service = await serve([], {
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
  });
  expect(service.log()).toContain("OTEL_EXPORTER_OTLP_PROTOCOL is grpc");
});
