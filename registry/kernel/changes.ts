import type { Problem, ReloadReport } from "../../schemas/index.ts";
import { SerialQueue } from "../base/serial-queue.ts";
import { refuseDuplicates } from "./duplicates.ts";
import { factsSaid } from "./plugin-facts.ts";
import { reconcile } from "./reconcile.ts";
import { rebuild, type Kernel } from "./reload.ts";
import type { SlotTable } from "./slot-table.ts";
import type { PluginSlot } from "./slot.ts";
import { abandon, disableSlot, enableSlot, inTransition } from "./transitions.ts";
import type { KernelItem, LeftOutPlugin, ReconcileReport, ToggleOutcome } from "./types.ts";

const NOBODY: ReadonlyMap<string, LeftOutPlugin> = new Map();

/** What changes the registry's plugins, one change after the other in the order in which they were asked for. */
export class Changes {
  readonly #kernel: Kernel;
  readonly #table: SlotTable;
  readonly #onPlaced: () => void;
  readonly #queue = new SerialQueue();

  /** `onPlaced` is told when plugins came, went or changed places, before any of them is built or called. */
  constructor(kernel: Kernel, table: SlotTable, onPlaced: () => void) {
    this.#kernel = kernel;
    this.#table = table;
    this.#onPlaced = onPlaced;
  }

  load(
    items: readonly KernelItem[],
    leftOut: ReadonlyMap<string, LeftOutPlugin>,
  ): Promise<ReconcileReport> {
    return this.#queue.run(() => this.#follow(items, leftOut, false));
  }

  reconcile(items: readonly KernelItem[]): Promise<ReconcileReport> {
    return this.#queue.run(() => this.#follow(items, NOBODY, false));
  }

  refresh(items: readonly KernelItem[]): Promise<ReconcileReport> {
    return this.#queue.run(() => this.#follow(items, NOBODY, true));
  }

  reload(name: string): Promise<ReloadReport> {
    return this.#queue.run(async () => {
      const slot = this.#table.valid(name);
      return slot === null
        ? { kind: "not-found", plugin: name }
        : rebuild(this.#kernel, slot, true);
    });
  }

  reloadAll(): Promise<ReloadReport[]> {
    return this.#queue.run(async () => {
      const reports: ReloadReport[] = [];
      for (const slot of this.#table.all) {
        if (slot.entry !== null) reports.push(await rebuild(this.#kernel, slot, true));
      }
      return reports;
    });
  }

  enable(name: string): Promise<ToggleOutcome> {
    return this.#toggle(name, async (slot) => {
      if (slot.enabled && slot.quarantine === null) return { kind: "unchanged" };
      if (slot.quarantine !== null) {
        slot.enabled = true;
        await rebuild(this.#kernel, slot, true);
      } else await inTransition(this.#kernel, slot, enableSlot(this.#kernel, slot));
      return { kind: "changed" };
    });
  }

  disable(name: string): Promise<ToggleOutcome> {
    return this.#toggle(name, async (slot) => {
      if (!slot.enabled) return { kind: "unchanged" };
      await inTransition(this.#kernel, slot, disableSlot(this.#kernel, slot));
      return { kind: "changed" };
    });
  }

  /** Not queued: who hangs must not be called by whatever waits in the queue. */
  quarantine(name: string, problem: Problem): boolean {
    const slot = this.#table.valid(name);
    if (slot === null) return false;
    slot.quarantine = problem;
    abandon(this.#kernel, slot);
    slot.noteError(problem.message);
    this.#kernel.slotChanged(slot);
    return true;
  }

  /** Disables everything, last enabled first, and forgets it; then does what is to be done after all. */
  close(finish: () => Promise<void>): Promise<void> {
    return this.#queue.run(async () => {
      const { removed } = this.#table.place([]);
      for (const slot of removed.toReversed()) {
        await inTransition(this.#kernel, slot, disableSlot(this.#kernel, slot));
      }
      await finish();
    });
  }

  #toggle(
    name: string,
    change: (slot: PluginSlot) => Promise<ToggleOutcome>,
  ): Promise<ToggleOutcome> {
    return this.#queue.run(async () => {
      const slot = this.#table.valid(name);
      return slot === null ? { kind: "not-found" } : change(slot);
    });
  }

  async #follow(
    items: readonly KernelItem[],
    leftOut: ReadonlyMap<string, LeftOutPlugin>,
    refresh: boolean,
  ): Promise<ReconcileReport> {
    const { placed, removed } = this.#table.place(refuseDuplicates(this.#kernel.calls, items));
    for (const { slot } of placed) {
      const one = leftOut.get(slot.name);
      if (one === undefined) continue;
      const { problem, said } = one;
      slot.quarantine = problem;
      slot.facts = said === null ? null : factsSaid(slot.name, said);
      slot.noteError(problem.message);
    }
    this.#onPlaced();
    return reconcile(this.#kernel, placed, removed, refresh);
  }
}
