import { PluginBase, type HookPayloads } from "patchbay";
import { z } from "zod";
import { remember } from "./lib/bounded.ts";

const Config = z.object({
  max_items: z.int().min(1).max(50).default(10).describe("How many plans a digest holds."),
});

/** Keeps the titles of the latest plans for the daily stand-up. */
export class StandupDigest extends PluginBase<typeof Config> {
  static override readonly name = "standup_digest";
  static override readonly description = "Collect the day's plans for the stand-up";
  static override readonly hooks = ["post_plan"] as const;
  static override readonly configSchema = Config;

  readonly #titles: string[] = [];

  post_plan({ context }: HookPayloads["post_plan"]): void {
    remember(this.#titles, context.title, this.config.max_items);
    this.log.info(`Digest: ${this.#titles.join("; ")}`);
  }
}
