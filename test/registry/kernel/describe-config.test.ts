import { expect, test } from "vitest";
import * as z from "zod";
import { PluginBase } from "../../../registry/sdk/index.ts";
import { items, registryOf } from "./support.ts";

function pluginWith(configSchema: unknown): unknown {
  return class extends PluginBase {
    static override readonly configSchema = configSchema as z.ZodType;
  };
}

test("a class's settings are described as what may be written, by the module that entries name", async () => {
  const schema = z.object({
    key: z.string().describe("Key of the project."),
    limit: z.coerce.number().default(5),
    at: z.date().optional(),
  });
  const { registry } = registryOf({
    Full: pluginWith(schema),
    Other: pluginWith({ "~standard": { validate: () => ({ value: {} }) } }),
    Lazy: pluginWith(
      z.lazy(() => {
        throw new Error("not yet");
      }),
    ),
    Plain: PluginBase,
  });
  await registry.reconcile(
    items(
      { name: "full", module: "full:Full", config: { key: "a" } },
      { name: "other", module: "other:Other" },
      { name: "lazy", module: "lazy:Lazy" },
      { name: "gone", module: "gone:Gone" },
    ),
  );
  const described = registry.configSchemas();
  expect(Object.keys(described)).toEqual(["full:Full"]);
  expect(described["full:Full"]).toMatchObject({
    type: "object",
    properties: {
      key: { type: "string", description: "Key of the project." },
      limit: { default: 5 },
    },
    required: ["key"],
  });
  expect(JSON.parse(JSON.stringify(described))).toEqual(described);
});
