import { openWorkspace, type TestWorkspace } from "../modules/index-fixture.ts";

export const TICKET = `import { PluginBase } from "patchbay";
import { z } from "zod";
export class Ticket extends PluginBase {
  static name = "ticket";
  static description = "Makes tickets";
  static hooks = ["post_plan"];
  static requiredSecrets = ["JIRA_TOKEN"];
  static configSchema = z.object({ project: z.string(), size: z.number().optional() });
  post_plan() {}
}
export class Plain {}
`;

const PYTHON = `from agent_pm.plugins.base import PluginBase

class Slack(PluginBase):
    name = "slack"
    description = "Posts to Slack"
    hooks = ("on_feedback",)

    def on_feedback(self, feedback):
        pass
`;

export const SITE_PACKAGES = ".venv/lib/python3.12/site-packages";

/** A workspace with an npm package, a scoped one and two Python distributions that announce plugins. */
export function openInstalled(files: Readonly<Record<string, string>> = {}): TestWorkspace {
  return openWorkspace({
    "node_modules/acme/package.json": JSON.stringify({
      name: "acme",
      exports: { "./ticket": "./lib/ticket.js" },
      patchbay: {
        entryPoints: {
          "agent_pm.plugins": { ticket: "./ticket:Ticket", plain: "./ticket:Plain" },
          "other.group": { ignored: "./ticket:Ticket" },
        },
      },
    }),
    "node_modules/acme/lib/ticket.js": TICKET,
    "node_modules/@acme/providers/package.json": JSON.stringify({
      name: "@acme/providers",
      main: "./index.js",
      patchbay: { entryPoints: { "nexus_core.plugins": { providers: "." } } },
    }),
    "node_modules/@acme/providers/index.js": `export function registerPlugins(registry) {
  registry.registerFactory({ kind: "ai_provider", name: "demo", version: "1.0.0", factory: () => ({}) });
}
`,
    "node_modules/quiet/package.json": JSON.stringify({ name: "quiet" }),
    "node_modules/broken/package.json": `{ "patchbay": `,
    "node_modules/wrong/package.json": JSON.stringify({
      name: "wrong",
      patchbay: { entryPoints: 5 },
    }),
    ".venv/pyvenv.cfg": "",
    [`${SITE_PACKAGES}/acme_slack/__init__.py`]: "",
    [`${SITE_PACKAGES}/acme_slack/plugin.py`]: PYTHON,
    [`${SITE_PACKAGES}/acme_slack-2.1.0.dist-info/METADATA`]:
      "Metadata-Version: 2.1\nName: Acme-Slack\n",
    [`${SITE_PACKAGES}/acme_slack-2.1.0.dist-info/entry_points.txt`]:
      "[console_scripts]\nslack = acme_slack:main\n\n[agent_pm.plugins]\nslack = acme_slack.plugin:Slack\ngone = acme_slack.gone:Gone\n",
    ...files,
  });
}
