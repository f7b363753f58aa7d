import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { CLIENT_COMMANDS } from "../../schemas/index.ts";

interface Contributions {
  readonly commands: readonly { readonly command: string }[];
  readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
}

const { contributes } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, "../../package.json"), "utf8"),
) as { readonly contributes: Contributions };

test("every command that the server names is one that the extension contributes", () => {
  const contributed = contributes.commands.map(({ command }) => command);
  expect(contributed).toEqual(expect.arrayContaining(Object.values(CLIENT_COMMANDS)));
});

test("every setting that the server reads is one that the extension contributes", () => {
  const read = [
    "manifest",
    "manifestPatterns",
    "sourceRoots",
    "diagnostics.severity",
    "format.enable",
  ];
  expect(Object.keys(contributes.configuration.properties)).toEqual(
    expect.arrayContaining(read.map((name) => `patchbay.${name}`)),
  );
});
