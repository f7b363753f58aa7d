import { afterAll, beforeAll, expect, test } from "vitest";
import { plantProject, type PlantedProject } from "./plant.ts";

/** One file for each rule that the project relies on, and that would be missed if it were silent. */
const breaches: Readonly<Record<string, string>> = {
  "typescript(no-explicit-any)": "export const value: any = 1;\n",
  "typescript(no-floating-promises)":
    "async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}\n",
  "typescript(no-misused-promises)":
    "async function work(): Promise<boolean> { return true; }\nexport function start(): void {\n  if (work()) return;\n}\n",
  "typescript(switch-exhaustiveness-check)":
    'export function name(x: "a" | "b"): string {\n  switch (x) {\n    case "a":\n      return "A";\n  }\n  return "";\n}\n',
  "typescript(explicit-module-boundary-types)": "export function two() {\n  return 2;\n}\n",
  "import(no-default-export)": "export default 1;\n",
  "eslint(no-empty)": "try {\n  JSON.parse(`{`);\n} catch {}\n",
  "eslint(max-lines)": "export {};\n".repeat(301),
};

let planted: PlantedProject;
let findings: ReadonlyMap<string, readonly string[]>;

const fileOf = (rule: string): string => `server/${rule.replace(/\W+/g, "-")}.ts`;

beforeAll(async () => {
  planted = await plantProject();
  for (const [rule, text] of Object.entries(breaches)) await planted.plant(fileOf(rule), text);
  await planted.plant(
    "server/one.ts",
    'import { b } from "./two.ts";\nexport const a = (): void => b();\n',
  );
  await planted.plant(
    "server/two.ts",
    'import { a } from "./one.ts";\nexport const b = (): void => a();\n',
  );
  findings = await planted.lint();
});
afterAll(() => planted.remove());

test.each(Object.keys(breaches))("lint reports %s", (rule) => {
  expect(findings.get(fileOf(rule))).toContain(rule);
});

test("lint reports files that import each other", () => {
  expect(findings.get("server/one.ts")).toContain("import(no-cycle)");
});
