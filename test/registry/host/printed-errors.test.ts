import { expect, test } from "vitest";
import { startHost } from "./real-host.ts";

const PRINTS = `import { PluginBase } from "patchbay";

interface Nothing {
  readonly that: "is left of this at run time";
}

export class Prints extends PluginBase {
  static hooks = ["ping"];
  ping(): void {
    try {
      fail();
    } catch (error) {
      console.error("caught", error);
      this.log.warn(error);
      process.stderr.write("half " + (error as Error).stack?.slice(0, 9));
      process.stderr.write((error as Error).stack?.slice(9) + "\\n");
    }
  }
}

function fail(): never {
  throw new TypeError("refused", { cause: new Error("why") });
}
`;

test("errors that a plugin prints itself lead to its author's lines, however it prints them", async () => {
  const host = await startHost({
    plugins: { prints: "./plugins/prints.ts:Prints" },
    files: { "plugins/prints.ts": PRINTS },
  });
  await host.calls.fire({ hook: "ping", payload: {} });
  const printed = await host.until(({ lines }) => lines.length >= 3 && lines);

  const at = host.path("plugins/prints.ts");
  const [caught = "", logged = "", written = ""] = printed.map(({ message }) => message);
  for (const message of [caught, logged, written]) {
    expect(message).toContain(`at fail (${at}:22:9)`);
    expect(message).toContain(`at Prints.ping (${at}:11:7)`);
    expect(message).not.toMatch(/prints\.ts\?|worker/);
  }
  for (const message of [caught, logged]) expect(message).toContain("[cause]: Error: why");
  expect(written).toMatch(/^half TypeError: refused\n/);
});
