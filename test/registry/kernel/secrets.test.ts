import { assert, asyncProperty, constantFrom, string } from "fast-check";
import { expect, test } from "vitest";
import { PluginBase } from "../../../registry/sdk/index.ts";
import { createSecretChain } from "../../../registry/secrets/index.ts";
import { items, registryOf } from "./support.ts";

/** Ways in which plugins come to say a secret. */
const LEAKS: Readonly<Record<string, (token: string) => unknown>> = {
  message: (token) => new Error(`login with ${token} failed`),
  text: (token) => token,
  object: (token) => ({ authorization: `Bearer ${token}` }),
  json: (token) => new Error(JSON.stringify({ token })),
  url: (token) => new Error(`GET https://jira.test/?token=${encodeURIComponent(token)}`),
  basic: (token) => new Error(`Basic ${Buffer.from(token).toString("base64")}`),
  stack: (token) => Object.assign(new Error("x"), { stack: `Error: x\n    at ${token}` }),
};

test("whatever secret a plugin throws, and wherever, nobody is shown it", async () => {
  const places = constantFrom("handler", "onEnable", "constructor", "manifest");
  const leaks = constantFrom(...Object.keys(LEAKS));
  await assert(
    asyncProperty(
      string({ minLength: 1, unit: "binary" }),
      leaks,
      places,
      async (text, leak, place) => {
        const secret = `s3cret ${text.toWellFormed()}`;
        const environment = place === "manifest" ? {} : { TOKEN: secret };
        const config = place === "manifest" ? { secrets: { TOKEN: secret } } : {};
        class Leaky extends PluginBase {
          static override readonly hooks = ["ping"];
          static override readonly requiredSecrets = ["TOKEN"];
          constructor(context: ConstructorParameters<typeof PluginBase>[0]) {
            super(context);
            if (place === "constructor") this.leak();
          }
          override onEnable(): void {
            if (place === "onEnable") this.leak();
          }
          ping(): void {
            this.leak();
          }
          leak(): void {
            throw LEAKS[leak]?.(this.getSecret("TOKEN", ""));
          }
        }
        const secrets = createSecretChain({
          environment,
          stored: new Map(),
          dotenvFile: null,
          secretsFile: null,
          trusted: true,
        });
        const { registry } = registryOf({ Leaky }, { secrets });
        await registry.load(items({ name: "a", module: "leaky:Leaky", config }));
        registry.fire("ping", {});
        const report = await registry.fireAndWait("ping", {});
        const shown = textsIn([report, registry.records(), registry.statuses()]);
        const encoded = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
        for (const spelling of [...encoded, Buffer.from(secret).toString("base64")]) {
          expect(shown.filter((one) => one.includes(spelling))).toEqual([]);
        }
        expect(shown.some((one) => one.includes("***"))).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}
