import type {
  HookDurations,
  HookSample,
  LiveSample,
  PluginRecord,
  PluginStatus,
} from "../../schemas/index.ts";
import type { SecretChain } from "../secrets/index.ts";
import { durationsOf, recordOf, statusOf } from "./record.ts";
import type { SlotTable } from "./slot-table.ts";
import { showSample } from "./telemetry/index.ts";
import type { Clock } from "./types.ts";

/** What the registry tells of its plugins. Reads, and changes nothing. */
export class Overview {
  readonly #table: SlotTable;
  readonly #clock: Clock;
  readonly #secrets: SecretChain | null;

  constructor(table: SlotTable, clock: Clock, secrets: SecretChain | null) {
    this.#table = table;
    this.#clock = clock;
    this.#secrets = secrets;
  }

  records(): PluginRecord[] {
    const offset = this.#wallOffset();
    return this.#table.all.map((slot) => recordOf(slot, this.#secrets, offset));
  }

  statuses(): PluginStatus[] {
    return this.#table.all.map((slot) => statusOf(slot, this.#secrets));
  }

  status(name: string): PluginStatus | null {
    const slot = this.#table.valid(name);
    return slot === null ? null : statusOf(slot, this.#secrets);
  }

  history(name: string, hook: string): HookSample[] {
    const slot = this.#table.all.find((one) => one.name === name);
    const samples = slot?.telemetry.get(hook)?.samples() ?? [];
    return samples.map((sample) => showSample(sample, this.#wallOffset()));
  }

  durations(): HookDurations[] {
    return this.#table.all.flatMap(durationsOf);
  }

  samplesSince(moment: number): LiveSample[] {
    const offset = this.#wallOffset();
    const found = this.#table.all.flatMap((slot) =>
      Array.from(slot.telemetry).flatMap(([hook, telemetry]) =>
        (telemetry.last()?.endedAt ?? 0) <= moment
          ? []
          : telemetry.samples(moment).map((sample) => ({ plugin: slot.name, hook, sample })),
      ),
    );
    return found
      .toSorted((a, b) => a.sample.endedAt - b.sample.endedAt)
      .map((one) => ({ ...one, sample: showSample(one.sample, offset) }));
  }

  /** What has to be added to the monotonic clock to get the time of day. Taken when read: the time of day may be set. */
  #wallOffset(): number {
    return this.#clock.wall() - this.#clock.now();
  }
}
