/** A project with a plugin that works, one that is off, one whose module is gone and one that breaks the schema. */
export const SAMPLE: Readonly<Record<string, string>> = {
  "plugins.yaml": `# what the service does
- name: greeter
  module: ./plugins/greeter.js:Greeter
  config: # its settings
    greeting: Hello
    style: {loud: no, times: 1}
    secrets:
      GREETER_KEY: s3cr3t-value
- name: sleeper # off for now
  module: ./plugins/sleeper.js:Sleeper
  enabled: false
- name: gone
  module: ./plugins/gone.js:Gone
- module: nonsense
`,
  "plugins/greeter.js": `import { PluginBase } from "patchbay";
import { z } from "zod";
export class Greeter extends PluginBase {
  static name = "greeter";
  static description = "Greets";
  static hooks = ["post_plan", "pre_plan"];
  static requiredSecrets = ["GREETER_KEY", "GREETER_TOKEN"];
  static configSchema = z.object({
    greeting: z.string(),
    style: z.object({ loud: z.union([z.boolean(), z.string()]), times: z.number() }).partial(),
  }).loose();
  onEnable() { this.log.info("greeter is here"); }
  post_plan({ plan }) { plan.greeting = this.config.greeting; this.log.info("greeted"); }
  pre_plan() { throw new Error("not today"); }
}
`,
  "plugins/sleeper.js": `import { PluginBase } from "patchbay";
export class Sleeper extends PluginBase {
  static name = "sleeper";
  static description = "Sleeps";
}
`,
};
