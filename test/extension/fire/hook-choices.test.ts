import { expect, test } from "vitest";
import { KNOWN_HOOKS } from "../../../schemas/index.ts";
import { hookChoices, samplePayload } from "../../../extension/fire/hook-choices.ts";
import { pluginStatus } from "../plugin-status.ts";

test("the hooks that most active plugins handle are offered first, with who handles them", () => {
  const plugins = [
    pluginStatus({ name: "a", hooks: ["on_deploy", "post_plan"] }),
    pluginStatus({ name: "b", hooks: ["post_plan"] }),
    pluginStatus({ name: "c", hooks: ["on_feedback"], state: "disabled" }),
  ];
  const choices = hookChoices(plugins);
  expect(choices.slice(0, 3)).toMatchObject([
    { hook: "post_plan", handlers: ["a", "b"] },
    { hook: "on_deploy", handlers: ["a"], when: null },
    { hook: "on_feedback", handlers: [] },
  ]);
  expect(choices.map(({ hook }) => hook)).toEqual(expect.arrayContaining(Object.keys(KNOWN_HOOKS)));
});

test.each(Object.keys(KNOWN_HOOKS))("the sample of %s is what the platform would send", (hook) => {
  const sample: unknown = JSON.parse(samplePayload(hook));
  expect(KNOWN_HOOKS[hook]?.payload.safeParse(sample).success).toBe(true);
});

test("a hook of a plugin's own starts from an empty payload", () => {
  expect(samplePayload("on_deploy")).toBe("{}");
  expect(samplePayload("constructor")).toBe("{}");
});
