import { PluginBase, type HookCall, type HookPayloads } from "patchbay";
import { z } from "zod";
import { remember } from "./lib/bounded.ts";
import { addWatcher, createIssue, type IssueFields, type JiraAccount } from "./lib/jira.ts";

const Config = z.object({
  project_key: z.string().default("DEMO").describe("Key of the Jira project that gets the issues."),
  issue_type: z
    .string()
    .default("Task")
    .describe("Type of the issues, as the Jira project names it."),
  summary_prefix: z.string().default("[Plan]").describe("What an issue's summary starts with."),
  watchers: z.array(z.string()).default([]).describe("Accounts that watch every new issue."),
});

/** Creates one Jira issue for every plan, and remembers what it saw of the planning around it. */
export class TicketAutomation extends PluginBase<typeof Config> {
  static override readonly name = "ticket_automation";
  static override readonly description = "Create Jira issues from generated plans";
  static override readonly hooks = [
    "pre_plan",
    "post_plan",
    "post_alignment_event",
    "post_ticket_export",
  ] as const;
  static override readonly requiredSecrets = [
    "JIRA_API_TOKEN",
    "JIRA_EMAIL",
    "JIRA_BASE_URL",
  ] as const;
  static override readonly configSchema = Config;

  #account: JiraAccount | null = null;
  #titles: string[] = [];
  #eventIds: string[] = [];
  #exports: string[] = [];

  override onEnable(): void {
    const baseUrl = this.getSecret("JIRA_BASE_URL");
    const email = this.getSecret("JIRA_EMAIL");
    const apiToken = this.getSecret("JIRA_API_TOKEN");
    this.#account = baseUrl && email && apiToken ? { baseUrl, email, apiToken } : null;
    if (!this.#account) this.log.warn("No Jira account: plans are noted, issues are not created.");
  }

  override exportState(): unknown {
    return { titles: this.#titles, eventIds: this.#eventIds, exports: this.#exports };
  }

  override onReload(state: { titles: string[]; eventIds: string[]; exports: string[] }): void {
    this.#titles = state.titles;
    this.#eventIds = state.eventIds;
    this.#exports = state.exports;
  }

  pre_plan({ context }: HookPayloads["pre_plan"]): void {
    remember(this.#titles, context.title, 10);
  }

  post_alignment_event({ event }: HookPayloads["post_alignment_event"]): void {
    remember(this.#eventIds, event.event_id, 50);
  }

  post_ticket_export({ kind, destination, rows }: HookPayloads["post_ticket_export"]): void {
    remember(this.#exports, `${rows} rows to ${kind}:${destination}`, 25);
  }

  async post_plan(
    { plan, context }: HookPayloads["post_plan"],
    { signal }: HookCall,
  ): Promise<void> {
    const fields: IssueFields = {
      project: { key: this.config.project_key },
      issuetype: { name: this.config.issue_type },
      summary: `${this.config.summary_prefix} ${context.title}`,
      description: plan.prd_markdown,
    };
    const result = this.#account ? await this.#create(this.#account, fields, signal) : null;

    plan.plugins = { ...plan.plugins, [this.name]: { payload: fields, result } };
  }

  async #create(account: JiraAccount, fields: IssueFields, signal: AbortSignal): Promise<string> {
    const key = await createIssue(account, fields, signal);
    for (const watcher of this.config.watchers) await addWatcher(account, key, watcher, signal);

    this.log.info(`Created ${key}`);
    return key;
  }
}
