import { expect, test } from "vitest";
import { checkContents } from "../../scripts/build/contents.mjs";

const needed = [
  "extension.vsixmanifest",
  "[Content_Types].xml",
  "extension/package.json",
  "extension/readme.md",
  "extension/docs/diagnostics.md",
  "extension/docs/hooks.md",
  ...[
    "extension",
    "server",
    "server-main",
    "host",
    "host-main",
    "operator",
    "otel-export",
    "otel-thread",
    "worker",
    "worker-main",
    "dashboard",
    "cli",
  ].map((name) => `extension/dist/${name}.js`),
  "extension/dist/wasm/web-tree-sitter.wasm",
  ...["package.json", "index.js", "types/patchbay.d.ts", "types/zod.d.ts"].map(
    (file) => `extension/node_modules/patchbay-typescript-plugin/${file}`,
  ),
];
const native = "extension/dist/native/oxc-transform.node";

const check = (names: readonly string[], isNative = false): readonly string[] =>
  checkContents(
    names.map((name) => ({ name, packedBytes: 1 })),
    { isNative },
  );

test("a package with what it needs passes", () => {
  expect(check(needed)).toEqual([]);
  expect(check([...needed, native], true)).toEqual([]);
});

test.each([
  "extension/dist/server.js.map",
  "extension/extension/main.ts",
  "extension/node_modules/yaml/index.js",
  "extension/.env",
  "extension/test/e2e/driver/index.ts",
  "extension/package-lock.json",
  native,
])("a universal package must not hold %s", (name) => {
  expect(check([...needed, name])).toEqual([expect.stringContaining(name)]);
});

test.each(needed.filter((name) => name.startsWith("extension/dist/")))(
  "a package must hold %s",
  (name) => {
    expect(check(needed.filter((other) => other !== name))).toEqual([
      expect.stringContaining(name),
    ]);
  },
);

test("the package of one platform must hold the native transform", () => {
  expect(check(needed, true)).toEqual([expect.stringContaining(native)]);
});
