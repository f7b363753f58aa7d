/** A plugin source as people write it: hooks, secrets, a schema, a helper class that is no plugin. */
const TICKET_SOURCE = `import { PluginBase } from "patchbay";
import { z } from "zod";

/** Creates one issue for every plan. */
export class Ticket extends PluginBase {
  static override readonly name = "ticket";
  static override readonly hooks = ["post_plan", "ticket_closed"] as const;
  static override readonly requiredSecrets = ["JIRA_TOKEN"] as const;
  static override readonly configSchema = z.object({
    project_key: z.string().describe("Key of the project."),
    mode: z.enum(["quick", "thorough"]).default("quick"),
    limit: z.number().int().max(10).optional(),
  });

  /** Called for every plan. */
  async postPlan({ plan }) {
    this.getSecret("JIRA_TOKEN");
    await this.emit("ticket_created", { key: "A-1" });
  }
  ticket_closed({ key }) {}
}

export class Helper {}
`;

const ALERT_SOURCE = `import { PluginBase } from "patchbay";

export class Alert extends PluginBase {
  static override readonly name = "alert";
  static override readonly hooks = ["ticket_created"] as const;

  ticket_created({ key }) {}
}
`;

/** A plugin that states its version, and asks for a secret that it does not require. */
export const VERSIONED_SOURCE = `import { PluginBase } from "patchbay";

export class Versioned extends PluginBase {
  static override readonly version = "1.2.3";

  override onEnable() {
    this.getSecret("OPTIONAL", "none");
  }
}
`;

/** The files of a workspace with two plugins. */
export const SAMPLE_FILES: Readonly<Record<string, string>> = {
  "plugins/ticket.ts": TICKET_SOURCE,
  "plugins/alert.ts": ALERT_SOURCE,
};

/** An entry with which nothing is wrong, given its secret. */
export const TICKET_ENTRY = `- name: ticket
  module: ./plugins/ticket.ts:Ticket
  hooks: [post_plan]
  config:
    project_key: DEMO
`;
