import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openProject } from "./command-line.ts";

/** Says when it is told to end, and takes as long as `rest` does. */
function ending(rest: string): string {
  return `import { PluginBase } from "patchbay";
import { appendFileSync } from "node:fs";
export class Ends extends PluginBase {
  onDisable() { appendFileSync("order.txt", this.name + "\\n"); ${rest} }
}`;
}

const MANIFEST = ["first", "second", "third", "fourth"]
  .map((name) => `- name: ${name}\n  module: ./plugins/${name}.js:Ends\n`)
  .join("");

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s has every plugin disabled, last enabled first, though some never finish",
  async (signal) => {
    const { serve, at } = await openProject({
      "plugins.yaml": MANIFEST,
      "plugins/first.js": ending(""),
      "plugins/second.js": ending("return new Promise(() => {});"),
      "plugins/third.js": ending("throw new Error('not now');"),
      "plugins/fourth.js": ending("return new Promise(() => {});"),
    });
    const service = await serve();

    expect(await service.stop(signal)).toBe(0);

    expect(readFileSync(at("order.txt"), "utf8")).toBe("fourth\nthird\nsecond\nfirst\n");
  },
);

test("a plugin that holds its thread when it is to end does not keep the service from ending", async () => {
  const { serve, at } = await openProject({
    "plugins.yaml": MANIFEST.slice(0, MANIFEST.indexOf("- name: second")),
    "plugins/first.js": ending("for (;;);"),
  });
  const service = await serve();

  expect(await service.stop()).toBe(0);

  expect(readFileSync(at("order.txt"), "utf8")).toBe("first\n");
});
