import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, Problems, test } from "./driver/index.ts";

const readme = readFileSync(path.resolve(import.meta.dirname, "../../README.md"), "utf8");
/** The one that the README shows. */
const PLUGIN = /```ts\n(import \{ PluginBase.*?)```/s.exec(readme)?.[1] ?? "";
/** Once it is underlined the editor's TypeScript has looked at the whole file. */
const MISTAKE = `export const mistake: number = "none";\n`;
const compilerOptions = { strict: true, module: "preserve", target: "es2023", types: [] };

test("the editor's TypeScript knows what a plugin imports where nothing is installed", async ({
  emptyWorkbench: workbench,
}) => {
  await workbench.write("plugins.yaml", "[]\n");
  await workbench.write("tsconfig.json", JSON.stringify({ compilerOptions }));
  await workbench.write("ticket-automation.ts", `${PLUGIN}\n${MISTAKE}`);
  await workbench.openFile("ticket-automation.ts");
  const problems = new Problems(workbench);
  await problems.open();
  await expect(problems.row("not assignable to type 'number'")).toBeVisible();
  await expect(problems.row("[Ln ")).toHaveCount(1);
});
