import { expect, test } from "vitest";
import { startHost } from "./real-host.ts";

function hostWith(sabotage: string): ReturnType<typeof startHost> {
  return startHost({
    plugins: {
      before: "./plugins/steady.js:Steady",
      culprit: "./plugins/sabotages.js:Culprit",
      after: "./plugins/steady.js:Steady",
    },
    files: {
      "plugins/sabotages.js": `import { PluginBase } from "patchbay";
export class Culprit extends PluginBase {
  static hooks = ["break"];
  break() { ${sabotage} }
}`,
    },
  });
}

test.each([
  ["what waits", `Promise.prototype.then = () => { throw new Error("broken"); };`],
  ["promises", `delete globalThis.Promise;`],
  ["the next turn", `process.nextTick = null;`],
  [
    "every object",
    `Object.defineProperty(Object.prototype, "then", { get() { throw new Error("broken"); } });`,
  ],
  ["lists", `Array.prototype[Symbol.iterator] = () => { throw new Error("broken"); };`],
])(
  "a plugin that breaks %s for its whole thread has the others served by another one",
  async (_what, sabotage) => {
    const host = await hostWith(sabotage);
    await host.calls.fire({ hook: "break", payload: {} });
    // The first to need what is broken finds out.
    await host.calls.fire({ hook: "ping", payload: {} });

    const { outcomes } = await host.calls.fire({ hook: "ping", payload: {} });

    expect(outcomes).toMatchObject([
      { kind: "answered", plugin: "before" },
      { kind: "answered", plugin: "after" },
    ]);
    expect(await host.calls.reload("before")).toMatchObject([{ kind: "reloaded" }]);
  },
);

test("a thread whose own words hang is ended all the same", async () => {
  const host = await hostWith(`Array.prototype.map = () => { for (;;); };`);
  await host.calls.fire({ hook: "break", payload: {} });
  await host.calls.fire({ hook: "ping", payload: {} });

  const { outcomes } = await host.calls.fire({ hook: "ping", payload: {} });

  expect(outcomes.map(({ kind }) => kind)).toEqual(["answered", "answered"]);
  host.child.disconnect();
  expect(await host.exited).toEqual({ code: 0, signal: null });
});
