import { expect, test } from "vitest";
import { z } from "zod";
import { PluginBase, Router } from "../../../registry/sdk/index.ts";
import type { PluginRegistry } from "../../../registry/kernel/index.ts";
import { items, registryOf } from "./support.ts";

const config = z.object({ prefix: z.string().default("/greet"), greeting: z.string() });

class Greeter extends PluginBase<typeof config> {
  static override readonly configSchema = config;
  override getRouter(): Router {
    return new Router(this.config.prefix)
      .get("/:who", (_request, { params }) => `${this.config.greeting} ${params["who"]}`)
      .post("/", () => {
        throw new Error("nobody to greet");
      });
  }
}
const greeter = { name: "greeter", module: "greeter:Greeter", config: { greeting: "Hello" } };

async function ask(registry: PluginRegistry, path: string, method = "GET"): Promise<unknown> {
  const found = registry.findRoute(method, path);
  if (found.kind !== "found") return found.kind;
  const request = new Request(`http://localhost${path}`, { method });
  const outcome = await found.answer(request, new AbortController().signal);
  return outcome.kind === "returned" ? outcome.value : outcome.kind;
}

test("a route is answered by the instance of the moment, and goes with its plugin", async () => {
  const { registry } = registryOf({ Greeter });
  await registry.load(items(greeter));
  expect(await ask(registry, "/greet/Dana%20K")).toBe("Hello Dana K");

  await registry.reconcile(items({ ...greeter, config: { greeting: "Welcome", prefix: "/hi" } }));
  expect(await ask(registry, "/hi/Dana")).toBe("Welcome Dana");
  expect(await ask(registry, "/greet/Dana")).toBe("not-found");
  expect(registry.statuses()[0]?.routes).toEqual([
    { method: "GET", path: "/hi/:who" },
    { method: "POST", path: "/hi/" },
  ]);

  await registry.disable("greeter");
  expect(await ask(registry, "/hi/Dana")).toBe("unavailable");
  await registry.enable("greeter");
  expect(await ask(registry, "/hi/Dana")).toBe("Welcome Dana");
  await registry.reconcile([]);
  expect(await ask(registry, "/hi/Dana")).toBe("not-found");
});

test("only the method and path of a route lead to it, and what it throws stays in the outcome", async () => {
  const { registry } = registryOf({ Greeter });
  await registry.load(items(greeter));
  expect(await ask(registry, "/greet", "POST")).toBe("threw");
  expect(await ask(registry, "/greet/a/b")).toBe("not-found");
  expect(await ask(registry, "/greet/%zz")).toBe("not-found");
  expect(await ask(registry, "/greet/a", "DELETE")).toBe("not-found");
});
