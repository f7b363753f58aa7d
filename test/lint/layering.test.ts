import { afterAll, beforeAll, expect, test } from "vitest";
import { plantProject, type PlantedProject } from "./plant.ts";

/** Each breaks one arrow of the layering in CONTRIBUTING.md: the file that imports, and what it imports. */
const breaches = [
  ["schemas/vscode.ts", "vscode"],
  ["schemas/registry.ts", "../registry/manifest/index.ts"],
  ["schemas/server.ts", "../server/base/index.ts"],
  ["registry/manifest/vscode.ts", "vscode"],
  ["registry/manifest/server.ts", "../../server/base/index.ts"],
  ["registry/base/manifest.ts", "../manifest/index.ts"],
  ["registry/manifest/kernel.ts", "../kernel/index.ts"],
  ["registry/config/kernel.ts", "../kernel/index.ts"],
  ["registry/modules/host.ts", "../host/index.ts"],
  ["registry/secrets/runtimes.ts", "../runtimes/index.ts"],
  ["registry/sdk/kernel.ts", "../kernel/index.ts"],
  ["registry/kernel/runtimes.ts", "../runtimes/index.ts"],
  ["registry/kernel/dispatch/host.ts", "../../host/index.ts"],
  ["registry/kernel/otel.ts", "../otel/index.ts"],
  ["registry/otel/runtimes.ts", "../runtimes/index.ts"],
  ["registry/runtimes/host.ts", "../host/index.ts"],
  ["registry/runtimes/worker/host.ts", "../../host/index.ts"],
  ["registry/host/operator.ts", "../operator/index.ts"],
  ["registry/host/internals.ts", "../kernel/registry.ts"],
  ["registry/discovery/operator.ts", "../operator/index.ts"],
  ["registry/operator/cli.ts", "../cli/index.ts"],
  ["registry/host-process/cli.ts", "../cli/index.ts"],
  ["registry/host-process/internals.ts", "../operator/serve.ts"],
  ["cli/vscode.ts", "vscode"],
  ["cli/extension.ts", "../extension/main.ts"],
  ["cli/kernel.ts", "../registry/kernel/index.ts"],
  ["cli/commands/features.ts", "../../server/features/index.ts"],
  ["cli/internals.ts", "../server/check/check-manifest.ts"],
  ["server/workspace/check.ts", "../check/index.ts"],
  ["server/check/features.ts", "../features/index.ts"],
  ["plugins/kernel.ts", "../registry/kernel/index.ts"],
  ["plugins/schemas.ts", "../schemas/index.ts"],
  ["server/vscode.ts", "vscode"],
  ["server/features/kernel.ts", "../../registry/kernel/index.ts"],
  ["server/features/host.ts", "../../registry/host/index.ts"],
  ["server/features/extension.ts", "../../extension/main.ts"],
  ["server/features/internals.ts", "../workspace/text-file.ts"],
  ["server/base/workspace.ts", "../workspace/index.ts"],
  ["server/workspace/features.ts", "../features/index.ts"],
  ["server/workspace/diagnostics.ts", "../diagnostics/index.ts"],
  ["server/hover/features.ts", "../features/index.ts"],
  ["server/refactorings/features.ts", "../features/index.ts"],
  ["server/workspace/symbols.ts", "../symbols/index.ts"],
  ["extension/registry.ts", "../registry/manifest/index.ts"],
  ["extension/views/server.ts", "../../server/base/index.ts"],
  ["extension/webview.ts", "../webview/main.ts"],
  ["extension/views/internals.ts", "../host/restart-policy.ts"],
  ["typescript-plugin/vscode.ts", "vscode"],
  ["typescript-plugin/schemas.ts", "../schemas/index.ts"],
  ["webview/vscode.ts", "vscode"],
  ["webview/registry.ts", "../registry/manifest/index.ts"],
  ["webview/extension.ts", "../extension/main.ts"],
  ["webview/node.ts", "node:fs"],
] as const;

/** Each follows an arrow. */
const allowed = [
  ["registry/manifest/allowed.ts", "../../schemas/index.ts"],
  ["registry/kernel/allowed.ts", "../secrets/index.ts"],
  ["registry/otel/allowed.ts", "../kernel/index.ts"],
  ["registry/host/allowed.ts", "../runtimes/index.ts"],
  ["registry/cli/allowed.ts", "../operator/index.ts"],
  ["registry/host-process/allowed.ts", "../operator/index.ts"],
  ["cli/commands/allowed.ts", "../../server/check/index.ts"],
  ["cli/commands/registry.ts", "../../registry/cli/index.ts"],
  ["server/check/allowed.ts", "../diagnostics/index.ts"],
  ["plugins/allowed.ts", "../registry/sdk/index.ts"],
  ["server/features/allowed.ts", "../workspace/index.ts"],
  ["server/workspace/allowed.ts", "../../registry/manifest/index.ts"],
  ["extension/allowed.ts", "../schemas/index.ts"],
  ["extension/views/allowed.ts", "vscode"],
  ["typescript-plugin/allowed.ts", "./provided-modules.ts"],
  ["webview/allowed.ts", "../schemas/index.ts"],
] as const;

let planted: PlantedProject;
let findings: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  planted = await plantProject();
  for (const [file, specifier] of [...breaches, ...allowed]) {
    await planted.plant(file, `import type { X } from "${specifier}";\nexport type Y = X;\n`);
  }
  findings = await planted.lint();
});
afterAll(() => planted.remove());

test.each(breaches)("lint refuses that %s imports %s", (file) => {
  expect(findings.get(file)).toContain("eslint(no-restricted-imports)");
});

test.each(allowed)("lint lets %s import %s", (file) => {
  expect(findings.get(file) ?? []).not.toContain("eslint(no-restricted-imports)");
});
