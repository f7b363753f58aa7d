import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  attachConfiguration,
  DEBUG_PLUGINS,
} from "../../extension/debugging/attach-configuration.ts";

const root = path.resolve(import.meta.dirname, "../..");
const packageText = readFileSync(path.join(root, "package.json"), "utf8");
const named = z.looseObject({ command: z.string(), when: z.string().optional() });
const { contributes, capabilities } = z
  .object({
    contributes: z.looseObject({
      commands: z.array(named),
      menus: z.record(z.string(), z.array(named)),
      keybindings: z.array(named),
      configuration: z.object({ properties: z.record(z.string(), z.unknown()) }),
      debuggers: z.array(
        z.object({
          configurationAttributes: z.object({
            attach: z.object({ properties: z.record(z.string(), z.unknown()) }),
          }),
        }),
      ),
      viewsWelcome: z.array(z.object({ when: z.string() })),
    }),
    capabilities: z.object({
      untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }),
    }),
  })
  .parse(JSON.parse(packageText));
const commands = new Set(contributes.commands.map(({ command }) => command));

test("every menu, keybinding and link names a command that is contributed or the editor's", () => {
  const inMenus = Object.values(contributes.menus).flat();
  const linked = [...JSON.stringify(contributes).matchAll(/\(command:([\w.]+)/g)].map(
    ([, id]) => id,
  );
  const used = [...inMenus, ...contributes.keybindings].map(({ command }) => command);
  const unknown = [...used, ...linked].filter(
    (id) =>
      id && id.startsWith("patchbay.") && id !== "patchbay.plugins.focus" && !commands.has(id),
  );
  expect(unknown).toEqual([]);
});

test("every picture and page that is named exists", () => {
  const files = [...packageText.matchAll(/"(media\/[^"]+)"/g)].map(([, file]) => file ?? "");
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test("what an untrusted workspace must not decide is a setting that exists", () => {
  const settings = Object.keys(contributes.configuration.properties);
  for (const setting of capabilities.untrustedWorkspaces.restrictedConfigurations) {
    expect(settings).toContain(setting);
  }
});

test("a welcome is there for every state in which the view is empty", () => {
  const states = contributes.viewsWelcome.map(({ when }) => /== ([\w-]+)/.exec(when)?.[1]);
  const expected = ["no-folder", "no-manifest", "untrusted", "virtual", "stopped", "running"];
  expect(states).toEqual(expected);
});

test("a folder without a manifest is offered one in the palette before the extension has started", () => {
  const [entry] = (contributes.menus["commandPalette"] ?? []).filter(
    ({ command }) => command === "patchbay.createManifest",
  );
  expect(entry?.when).toContain("!patchbay.state");
  expect(entry?.when).toContain("workbenchState != empty");
});

test("a launch.json may say what is passed on to the editor's debugger, and not what is fixed", () => {
  const options = contributes.debuggers.flatMap(({ configurationAttributes: { attach } }) =>
    Object.keys(attach.properties),
  );
  const user = { ...DEBUG_PLUGINS, ...Object.fromEntries(options.map((name) => [name, "mine"])) };
  const attached = attachConfiguration(user, "ws://127.0.0.1:9/session", "/extension/dist");
  expect(options).toEqual(expect.arrayContaining(["sourceMapPathOverrides", "timeout", "trace"]));
  expect(options.filter((name) => attached[name] !== "mine")).toEqual([]);
});
