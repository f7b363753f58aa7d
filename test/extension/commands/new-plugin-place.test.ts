import { expect, test } from "vitest";
import { moduleReferenceSchema } from "../../../schemas/index.ts";
import { placeNewPlugin } from "../../../extension/commands/new-plugin-place.ts";

const MANIFEST = "/work/shop/config/plugins.yaml";

test("the first plugin of a project is a JavaScript file beside the manifest", () => {
  expect(placeNewPlugin("ticket_sync", MANIFEST, [])).toEqual({
    file: "/work/shop/config/plugins/ticket_sync.js",
    modulePath: "./plugins/ticket_sync.js",
    language: "js",
  });
});

test("a further one stands where most of the others stand, in their language and named like them", () => {
  const sources = [
    "/work/shop/src/plugins/slack-alerts.ts",
    "/work/shop/src/plugins/warehouse-export.mts",
    "/work/shop/old/digest.js",
    "/work/shop/python/pager.py",
    "/work/shop/node_modules/@acme/plugins/a.js",
    "/work/shop/node_modules/@acme/plugins/b.js",
    "/work/shop/node_modules/@acme/plugins/c.js",
  ];
  expect(placeNewPlugin("ticket_sync", MANIFEST, sources)).toEqual({
    file: "/work/shop/src/plugins/ticket-sync.ts",
    modulePath: "../src/plugins/ticket-sync.ts",
    language: "ts",
  });
});

test.each([
  [[], "./plugins/a_b.js"],
  [["/work/shop/config/one.js"], "./a_b.js"],
  [["/work/shop/plugins/one-two.js"], "../plugins/a-b.js"],
  [["/work/shop/plugins/one_two.js", "/work/shop/plugins/one-two.js"], "../plugins/a_b.js"],
  [["/else/where/one.ts"], "../../../else/where/a_b.ts"],
])("beside %j the manifest can refer to it as %s", (sources, modulePath) => {
  const place = placeNewPlugin("a_b", MANIFEST, sources);
  expect(place.modulePath).toBe(modulePath);
  expect(moduleReferenceSchema.safeParse(`${modulePath}:AB`).success).toBe(true);
});
