import { PluginBase, type HookCall, type HookPayloads } from "patchbay";
import { z } from "zod";

const Config = z.object({
  channel: z.string().describe("Channel that gets the alerts, e.g. `#planning`."),
  dry_run: z.boolean().default(false).describe("Log each message instead of posting it."),
  api_url: z.url().default("https://slack.com/api/").describe("Base address of Slack's Web API."),
});

/** Tells a Slack channel about follow-ups and feedback. */
export class SlackFollowupAlerts extends PluginBase<typeof Config> {
  static override readonly name = "slack_followup_alerts";
  static override readonly description = "Post follow-ups and feedback to Slack";
  static override readonly hooks = ["post_alignment_followup", "on_feedback"] as const;
  static override readonly requiredSecrets = ["SLACK_BOT_TOKEN"] as const;
  static override readonly configSchema = Config;

  async post_alignment_followup(
    { event, status }: HookPayloads["post_alignment_followup"],
    { signal }: HookCall,
  ): Promise<void> {
    await this.#post(`Follow-up on *${event.title}*: ${status}`, signal);
  }

  async on_feedback(
    { feedback }: HookPayloads["on_feedback"],
    { signal }: HookCall,
  ): Promise<void> {
    const rating = feedback.rating === null ? "no rating" : `${feedback.rating} of 5`;
    await this.#post(`Feedback on *${feedback.title}* (${rating})`, signal);
  }

  async #post(text: string, signal: AbortSignal): Promise<void> {
    if (this.config.dry_run) {
      this.log.info(`${this.config.channel}: ${text}`);
      return;
    }
    const response = await fetch(new URL("chat.postMessage", this.config.api_url), {
      method: "POST",
      headers: {
        authorization: `Bearer ${this.getSecret("SLACK_BOT_TOKEN", "")}`,
        "content-type": "application/json; charset=utf-8",
      },
      body: JSON.stringify({ channel: this.config.channel, text }),
      signal,
    });
    const answer = (await response.json()) as { ok: boolean; error?: string };
    if (!answer.ok)
      throw new Error(`Slack refused the message: ${answer.error ?? response.status}`);
  }
}
