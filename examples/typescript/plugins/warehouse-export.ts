import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { PluginBase, type HookPayloads } from "patchbay";
import { z } from "zod";

const Config = z.object({
  path: z
    .string()
    .default("./data/plugin_events.jsonl")
    .describe("File that gets one JSON line per event."),
});

/** Writes every event of interest as one line of JSON, for the warehouse to pick up. */
export class WarehouseExport extends PluginBase<typeof Config> {
  static override readonly name = "warehouse_export";
  static override readonly description = "Append events to a JSON-lines file";
  static override readonly hooks = [
    "post_ticket_export",
    "post_alignment_event",
    "on_feedback",
  ] as const;
  static override readonly configSchema = Config;

  async post_ticket_export(payload: HookPayloads["post_ticket_export"]): Promise<void> {
    await this.#append("ticket_export", payload);
  }

  async post_alignment_event({ event }: HookPayloads["post_alignment_event"]): Promise<void> {
    await this.#append("alignment_event", event);
  }

  async on_feedback({ feedback }: HookPayloads["on_feedback"]): Promise<void> {
    await this.#append("feedback", feedback);
  }

  async #append(event: string, body: object): Promise<void> {
    const line = JSON.stringify({ event, ...body, timestamp: new Date().toISOString() });
    await mkdir(path.dirname(this.config.path), { recursive: true });
    await appendFile(this.config.path, `${line}\n`);
  }
}
