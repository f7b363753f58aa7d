import { afterEach, beforeEach, expect, test } from "vitest";
import { plantProject, type PlantedProject } from "./plant.ts";

let planted: PlantedProject;

beforeEach(async () => {
  planted = await plantProject();
  for (const name of ["schemas", "registry", "server", "cli", "webview"]) {
    await planted.plant(`${name}/index.ts`, "export const value = 1;\n");
  }
});
afterEach(() => planted.remove());

test("a project that imports one it refers to compiles", async () => {
  await planted.plant("server/fine.ts", 'export { value } from "../registry/index.ts";\n');
  expect(await planted.check("server")).toBe("");
});

test.each([
  ["schemas", "registry"],
  ["registry", "server"],
  ["registry", "cli"],
  ["server", "cli"],
  ["extension", "registry"],
  ["extension", "webview"],
  ["webview", "server"],
])("the compiler refuses that %s imports %s, which it does not refer to", async (from, to) => {
  await planted.plant(`${from}/breach.ts`, `export { value } from "../${to}/index.ts";\n`);
  expect(await planted.check(from)).toContain("TS6307");
});

test.each([
  ["server", "export const title = document.title;\n"],
  ["registry", "export const title = document.title;\n"],
  ["webview", 'export { readFile } from "node:fs";\n'],
  ["schemas", "export const home = process.cwd();\n"],
])("the compiler gives %s only the globals of where it runs", async (name, text) => {
  await planted.plant(`${name}/breach.ts`, text);
  expect(await planted.check(name)).toContain(`${name}/breach.ts`);
});
