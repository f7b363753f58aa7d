import type { ScaffoldParts } from "./parts.ts";

/** A plugin in TypeScript or JavaScript with its test. */
export function scriptFiles(parts: ScaffoldParts): Readonly<Record<string, string>> {
  const { stem, language, kind } = parts;
  return {
    [`plugins/${stem}.${language}`]: kind ? contributor(parts, kind) : pluginClass(parts),
    [`plugins/${stem}.test.mjs`]: kind ? loadTest(parts) : hookTest(parts),
  };
}

function pluginClass({ name, className, hooks, language }: ScaffoldParts): string {
  const isTyped = language === "ts";
  const member = isTyped ? "static override readonly" : "static";
  const handlers = hooks.map(
    (hook) => `
  ${hook}(payload${isTyped ? ": Record<string, unknown>" : ""})${isTyped ? ": void" : ""} {
    this.log.info(\`${hook}: \${Object.keys(payload).join(", ")}\`);
  }
`,
  );
  return `import { PluginBase } from "patchbay";

/** Change a line and save: the new code is live at once. */
export class ${className} extends PluginBase {
  ${member} name = ${JSON.stringify(name)};
  ${member} description = "Writes a line to its log for every call.";
  ${member} hooks = [${hooks.map((hook) => JSON.stringify(hook)).join(", ")}]${isTyped ? " as const" : ""};
${handlers.join("")}}
`;
}

function contributor(
  { name, language }: ScaffoldParts,
  kind: NonNullable<ScaffoldParts["kind"]>,
): string {
  const isTyped = language === "ts";
  return `${isTyped ? 'import type { ContributorRegistry } from "patchbay";\n\n' : ""}/** Registers what others create by kind and name. */
export function registerPlugins(registry${isTyped ? ": ContributorRegistry" : ""})${isTyped ? ": void" : ""} {
  registry.registerFactory({
    kind: ${JSON.stringify(kind)},
    name: ${JSON.stringify(name)},
    version: "0.1.0",
    factory: (config) => ({ config }),
  });
}
`;
}

const RUN = `// The command of an installed patchbay, or the file that PATCHBAY names.
const command = process.env.PATCHBAY
  ? [process.execPath, process.env.PATCHBAY]
  : ["npx", "--no-install", "patchbay"];

function patchbay(args, input = "") {
  const [file, ...first] = command;
  const folder = path.join(import.meta.dirname, "..");
  return spawnSync(file, [...first, ...args, "--json", "--direct"], { cwd: folder, input, encoding: "utf8" });
}
`;

function hookTest({ name, payloads }: ScaffoldParts): string {
  const tests = Array.from(
    payloads,
    ([hook, payload]) => `
test(${JSON.stringify(`${name} answers ${hook}`)}, () => {
  const payload = ${JSON.stringify(payload, null, 2).replaceAll("\n", "\n  ")};
  const { stdout, stderr } = patchbay(["fire", ${JSON.stringify(hook)}, "--payload", "-"], JSON.stringify(payload));
  assert.notEqual(stdout, "", stderr);
  const { outcomes } = JSON.parse(stdout);
  assert.equal(outcomes.find(({ plugin }) => plugin === ${JSON.stringify(name)})?.kind, "answered");
});
`,
  );
  return `${imports()}
${RUN}${tests.join("")}`;
}

function loadTest({ name }: ScaffoldParts): string {
  return `${imports()}
${RUN}
test(${JSON.stringify(`${name} registers its factory`)}, () => {
  const { status, stderr } = patchbay(["reload", ${JSON.stringify(name)}]);
  assert.equal(status, 0, stderr);
});
`;
}

function imports(): string {
  return `import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
`;
}
