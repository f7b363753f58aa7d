const HEADER = "# The plugins of this project, in the order in which their hooks are called.\n";

export const EMPTY_MANIFEST = `${HEADER}#
# - name: hello
#   module: ./plugins/hello.js:Hello
#   hooks: [post_plan]
`;

export const EXAMPLE_MANIFEST = `${HEADER}- name: hello
  module: ./plugins/hello.js:Hello
  hooks: [post_plan]
`;

/** `ticket_sync` becomes `TicketSync`. */
export function classNameOf(plugin: string): string {
  const words = plugin.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z]/.test(name) ? name : `Plugin${name}`;
}

/** A plugin that runs as it stands, to be changed from there. */
export function pluginSource(plugin: string, language: "js" | "ts"): string {
  const isTyped = language === "ts";
  const member = isTyped ? "static override readonly" : "static";
  return `import { PluginBase${isTyped ? ", type HookPayloads" : ""} } from "patchbay";

/** Change a line and save: the new code is live at once. */
export class ${classNameOf(plugin)} extends PluginBase {
  ${member} name = ${JSON.stringify(plugin)};
  ${member} description = "Writes a line to its log when a plan is ready.";
  ${member} hooks = ["post_plan"]${isTyped ? " as const" : ""};

  post_plan({ plan }${isTyped ? ': HookPayloads["post_plan"]): void' : ")"} {
    this.log.info(\`plan \${plan.plan_id} is ready\`);
  }
}
`;
}
