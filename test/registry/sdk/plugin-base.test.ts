import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { PluginRegistry } from "../../../registry/kernel/index.ts";
import {
  isPluginClass,
  isRouter,
  PluginBase,
  Router,
  type AlignmentEvent,
  type HookCall,
  type HookPayloads,
  type Plan,
  type PluginClass,
  type PluginContext,
} from "../../../registry/sdk/index.ts";

const ticketConfig = z.object({
  project_key: z.string(),
  watchers: z.array(z.string()).default([]),
});

/** The sketch of a plugin that the guide begins with. */
class TicketAutomation extends PluginBase<typeof ticketConfig> {
  static override readonly name = "ticket_automation";
  static override readonly hooks = ["post_plan", "post_alignment_event"] as const;
  static override readonly requiredSecrets = ["JIRA_API_TOKEN"] as const;
  static override readonly configSchema = ticketConfig;
  token: string | undefined;

  override onEnable(): void {
    this.token = this.getSecret("JIRA_API_TOKEN");
  }

  async post_plan(
    { plan, context }: HookPayloads["post_plan"],
    { signal }: HookCall,
  ): Promise<void> {
    expectTypeOf(plan).toEqualTypeOf<Plan>();
    expectTypeOf(context.title).toEqualTypeOf<string>();
    expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
    plan.plugins = { ...plan.plugins, [this.name]: { key: this.config.project_key } };
    await this.emit("ticket_created", { key: `${this.config.project_key}-1` });
  }

  postAlignmentEvent({ event }: HookPayloads["post_alignment_event"]): void {
    expectTypeOf(event).toEqualTypeOf<AlignmentEvent>();
  }

  override getRouter(): Router {
    return new Router("/tickets").get("/:key", (_request, { params }) => params["key"]);
  }
}

/** What a project writes to declare a hook of its own. */
declare module "../../../registry/sdk/hooks.ts" {
  // Merging is what an author does here.
  // oxlint-disable-next-line no-shadow
  interface HookPayloads {
    ticket_created: { key: string };
  }
  // oxlint-disable-next-line no-shadow
  interface HookResults {
    ticket_owner: string;
  }
}

function contextOf<Config>(
  config: Config,
  more: Partial<PluginContext<Config>> = {},
): PluginContext<Config> {
  return {
    name: "given",
    config,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    getSecret: () => undefined,
    emit: async () => undefined,
    isEnabled: () => true,
    ...more,
  };
}

const silent = (): void => undefined;

test("a plugin's config has the type that its schema gives", () => {
  const plugin = new TicketAutomation(contextOf({ project_key: "DEMO", watchers: [] }));
  expectTypeOf(plugin.config).toEqualTypeOf<{ project_key: string; watchers: string[] }>();
  expectTypeOf<PluginBase["config"]>().toEqualTypeOf<Record<string, unknown>>();
  expectTypeOf<typeof TicketAutomation>().toExtend<PluginClass>();
  expect(plugin.config.project_key).toBe("DEMO");
  expect(plugin.name).toBe("given");
});

test("a known hook is emitted with its payload and any other with any", async () => {
  const emitted: unknown[] = [];
  const emit = async (hook: string, payload: unknown): Promise<void> => {
    emitted.push([hook, payload]);
  };
  const plugin = new TicketAutomation(contextOf({ project_key: "DEMO", watchers: [] }, { emit }));
  await plugin.emit("ticket_created", { key: "DEMO-1" });
  await plugin.emit("something_else", { anything: 1 });
  expect(emitted).toEqual([
    ["ticket_created", { key: "DEMO-1" }],
    ["something_else", { anything: 1 }],
  ]);
});

test("a hook's result has the type that is declared for it, with or without that of its payload", async () => {
  const plugin = new TicketAutomation(contextOf({ project_key: "DEMO", watchers: [] }));
  const owner = await plugin.emit("ticket_owner", { key: "DEMO-1" });
  const served = await new PluginRegistry().emit("ticket_owner", { key: "DEMO-1" });
  const other = await new PluginRegistry().emit("something_else", {});
  expectTypeOf(owner).toEqualTypeOf<string | undefined>();
  expectTypeOf(served).toEqualTypeOf<string | undefined>();
  expectTypeOf(other).toEqualTypeOf<unknown>();
  expect([owner, served, other]).toEqual([undefined, undefined, undefined]);
});

test.each([
  [undefined, undefined],
  [null, undefined],
  ["", undefined],
  ["text", "text"],
  [0, "0"],
  [false, "false"],
  [["a"], '["a"]'],
])("a secret %o is read as %o", (value, read) => {
  const plugin = new TicketAutomation(
    contextOf({ project_key: "", watchers: [] }, { getSecret: () => value }),
  );
  expect(plugin.getSecret("JIRA_API_TOKEN")).toBe(read);
  expect(plugin.getSecret("JIRA_API_TOKEN", "fallback")).toBe(read ?? "fallback");
});

test("a plugin class is known by its mark, also one that another copy of the package made", () => {
  const mark = Symbol.for("patchbay.plugin");
  const Foreign = Object.defineProperty(silent.bind(null), mark, { value: true });
  expect(isPluginClass(TicketAutomation)).toBe(true);
  expect(isPluginClass(Foreign)).toBe(true);
  expect(isPluginClass(PluginBase)).toBe(false);
  expect(isPluginClass(silent)).toBe(false);
  expect(isPluginClass({})).toBe(false);
});

const handler = (): null => null;

test("a router keeps its routes in order, for users unless it says otherwise", () => {
  const router = new Router("/feedback")
    .get("/", handler, { access: "operator" })
    .post("/", handler)
    .delete("/:id", handler);
  expect(isRouter(router)).toBe(true);
  expect(isRouter({ prefix: "/", routes: [] })).toBe(false);
  expect(router.routes.map(({ method, path, access }) => [method, path, access])).toEqual([
    ["GET", "/", "operator"],
    ["POST", "/", "user"],
    ["DELETE", "/:id", "user"],
  ]);
});
