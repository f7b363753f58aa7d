import { expect, PluginsView, test } from "./driver/index.ts";

const PROVIDERS = `export function registerPlugins(registry) {
  const factory = () => ({ healthCheck: () => ({ healthy: false, details: "quota is used up" }) });
  registry.registerFactory({ kind: "ai_provider", name: "openai", version: "1.2.0", factory });
}
`;

test(
  "what a directory of plugin files registers is listed by kind, as it is now",
  { tag: "@looks" },
  async ({ workbench }) => {
    await workbench.write("builtins/providers.js", PROVIDERS);
    await workbench.write(
      "builtins/broken.js",
      "export function registerPlugins() { throw new Error('no key'); }\n",
    );
    await workbench.write(
      ".vscode/settings.json",
      JSON.stringify({ "patchbay.pluginDirectories": ["builtins"] }),
    );
    const view = new PluginsView(workbench);
    await view.open();
    await expect(view.row("ai_provider")).toBeVisible();
    await expect(view.row("openai")).toContainText("1.2.0");
    await workbench.picture("factories");
    await workbench.run("Patchbay: Check Health of Factories");
    await expect(view.row("openai")).toContainText("unhealthy: quota is used up · just now");
    await workbench.picture("factories-health");
    await workbench.write("builtins/providers.js", PROVIDERS.replace("1.2.0", "1.3.0"));
    await expect(view.row("openai")).toContainText("1.3.0");
    await view.row("broken.js").click();
    await expect(workbench.activeTab).toContainText("broken.js");
  },
);
