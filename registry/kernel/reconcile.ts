import type { ManifestEntry } from "../../schemas/index.ts";
import { buildFor, rebuild, refreshSlot, settle, type Kernel } from "./reload.ts";
import type { PlacedItem } from "./slot-table.ts";
import type { PluginSlot } from "./slot.ts";
import { disableSlot, enableLive, enableSlot, inTransition } from "./transitions.ts";
import type { KernelItem, ReconcileReport } from "./types.ts";

/** What has to happen to one slot for it to be as its item says. Decided before anything is touched. */
interface Change {
  readonly slot: PluginSlot;
  readonly kind: "build" | "rebuild" | "enable" | "disable" | "retire" | "update" | "none";
  readonly isNew: boolean;
}

type Report = { -readonly [Key in keyof ReconcileReport]: string[] };

/**
 * Makes the slots as their items say. New plugins are constructed first and enabled after all are there; those that go, or
 * are disabled, are told last, in their old order. With `refresh`, plugins that did not change are told or reloaded, too.
 */
export async function reconcile(
  kernel: Kernel,
  placed: readonly PlacedItem[],
  removed: readonly PluginSlot[],
  refresh: boolean,
): Promise<ReconcileReport> {
  const report: Report = {
    added: [],
    removed: removed.map(({ name }) => name),
    enabled: [],
    disabled: [],
    rebuilt: [],
    rolledBack: [],
    updated: [],
  };
  const changes = placed.map(planChange);
  for (const { slot, kind } of changes) {
    if (kind === "build" && slot.quarantine === null)
      settle(kernel, slot, await buildFor(kernel, slot, false));
  }
  for (const change of changes) await arrive(kernel, change, refresh, report);
  for (const { slot, kind } of changes) {
    if (kind !== "disable" && kind !== "retire") continue;
    await leave(kernel, slot);
    report.disabled.push(slot.name);
    if (kind === "retire") slot.live = null;
  }
  for (const slot of removed) await leave(kernel, slot);
  return report;
}

/** Takes the item over and says what it asks for. */
function planChange({ slot, item, isNew }: PlacedItem): Change {
  const before = slot.item;
  slot.item = item;
  const kind = changeOf(slot, before, item, isNew);
  if (kind === "build" || kind === "rebuild") {
    // Disabled at run time, it stays so until its own flag is written differently.
    if (isNew || enabledIn(before) !== enabledIn(item)) slot.enabled = enabledIn(item);
  }
  return { slot, kind, isNew };
}

function enabledIn(item: KernelItem): boolean {
  return item.kind === "valid" && item.entry.enabled;
}

function changeOf(
  slot: PluginSlot,
  before: KernelItem,
  after: KernelItem,
  isNew: boolean,
): Change["kind"] {
  if (after.kind === "invalid") return isNew || slot.live === null ? "none" : "retire";
  if (isNew || before.kind === "invalid") return "build";
  if (!sameCode(before.entry, after.entry)) return "rebuild";
  if (before.entry.enabled !== after.entry.enabled) return flip(slot, after.entry.enabled);
  return sameValue(before.entry, after.entry) ? "none" : "update";
}

function flip(slot: PluginSlot, enabled: boolean): Change["kind"] {
  if (enabled && slot.quarantine !== null) return "rebuild";
  if (enabled === slot.enabled) return "none";
  return enabled ? "enable" : "disable";
}

async function arrive(
  kernel: Kernel,
  { slot, kind, isNew }: Change,
  refresh: boolean,
  report: Report,
): Promise<void> {
  switch (kind) {
    case "build":
      if (slot.enabled && slot.live !== null) {
        await inTransition(kernel, slot, enableLive(kernel, slot, slot.live));
      }
      (isNew ? report.added : report.rebuilt).push(slot.name);
      return;
    case "rebuild": {
      const { kind: outcome } = await rebuild(kernel, slot, slot.quarantine !== null);
      (outcome === "reloaded" ? report.rebuilt : report.rolledBack).push(slot.name);
      return;
    }
    case "enable":
      await inTransition(kernel, slot, enableSlot(kernel, slot));
      report.enabled.push(slot.name);
      return;
    case "update":
      kernel.slotChanged(slot);
      report.updated.push(slot.name);
      break;
    case "none":
    case "disable":
    case "retire":
      break;
  }
  if (refresh && slot.entry !== null && kind !== "retire") await refreshSlot(kernel, slot);
}

async function leave(kernel: Kernel, slot: PluginSlot): Promise<void> {
  await inTransition(kernel, slot, disableSlot(kernel, slot));
}

/** Whether two entries ask for the same instance. */
function sameCode(a: ManifestEntry, b: ManifestEntry): boolean {
  return (
    a.module === b.module &&
    a.version === b.version &&
    a.kind === b.kind &&
    sameValue(a.config ?? {}, b.config ?? {})
  );
}

/** Plain data compared by what it says; the order of keys says nothing. */
function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}
