import { expect, test } from "vitest";
import type { ManifestPlace } from "../../../extension/manifest/index.ts";
import { followConfigSchemas } from "../../../extension/language/follow-config-schemas.ts";
import type { ConfigSchemas, RegistrySnapshot } from "../../../schemas/index.ts";
import { pluginStatus } from "../plugin-status.ts";

const uri = "file:///shop/plugins.yaml";
const snapshot = {
  revision: 1,
  plugins: [pluginStatus({})],
  manifestProblems: [],
} satisfies RegistrySnapshot;
const schemas = { "./plugins/ticket.ts:Ticket": { type: "object" } };

/** Shows the snapshot as often as there are answers; what the language server is told of them. */
async function told(...answers: (ConfigSchemas | null)[]): Promise<unknown[]> {
  const heard: unknown[] = [];
  const waiting = answers.values();
  const shown: ((shown: RegistrySnapshot) => void)[] = [];
  followConfigSchemas(
    { tellConfigSchemas: (params) => heard.push(params) },
    {
      configSchemas: async () => waiting.next().value ?? null,
      onDidChangeSnapshot: (listener) => {
        shown.push(listener);
        return { dispose: () => undefined };
      },
    },
    // Nothing but where it is is asked of a place.
    { current: { uri: { toString: () => uri } } as ManifestPlace },
    { warn: (message) => heard.push(message) },
  );
  for (const _ of answers) {
    for (const show of shown) show(snapshot);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return heard;
}

test("the language server is told of schemas once for the code that runs", async () => {
  expect(await told(schemas, {})).toEqual([{ manifestUri: uri, schemas }]);
});

test("while plugins keep the classes from being asked, what was said holds, and they are asked again", async () => {
  expect(await told(null, null, schemas, {})).toEqual([{ manifestUri: uri, schemas }]);
});
