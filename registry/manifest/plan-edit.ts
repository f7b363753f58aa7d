import type { ManifestChange } from "../../schemas/index.ts";
import type { TextEdit } from "../base/text.ts";
import { planAddEntry, planRemoveEntry } from "./edit-entries.ts";
import { editConfig, editEnabled } from "./edit-fields.ts";
import { ItemView } from "./item-view.ts";
import { composeEdits } from "./compose-edits.ts";
import { isSameData } from "./same-data.ts";
import type { EditPlan, ManifestDocument, ManifestItem } from "./types.ts";

/**
 * Plans the text edits that carry out a change. They touch the nodes concerned and nothing else: comments, quoting,
 * anchors, order and line endings stay. Every plan was tried on the text: it says what was asked for, and no other
 * entry says anything else than before; what cannot be done so is refused.
 */
export function planEdit(document: ManifestDocument, change: ManifestChange): EditPlan {
  if (document.form === "unreadable") {
    return refused("The manifest cannot be read: mend its first problem, then try again.");
  }
  switch (change.kind) {
    case "set-enabled":
      return planFieldChange(document, change.plugin, { enabled: change.enabled });
    case "set-config":
      return planFieldChange(document, change.plugin, { config: change.config });
    case "add-entry":
      return planAddEntry(document, change.entry);
    case "remove-entry":
      return planRemoveEntry(document, change.plugin);
  }
}

/** The fields to set, by name. One of them is there. */
type FieldChange =
  | { readonly enabled: boolean; readonly config?: never }
  | { readonly config: Readonly<Record<string, unknown>>; readonly enabled?: never };

function planFieldChange(
  document: ManifestDocument,
  plugin: string,
  change: FieldChange,
): EditPlan {
  const item = document.itemNamed(plugin);
  if (!item) return refused(`The manifest has no entry called \`${plugin}\`.`);
  if (!item.entry) {
    return refused(`The entry \`${plugin}\` is invalid: mend its problems first.`);
  }
  const own = editsFor(item, change);
  if (own.length === 0) return { kind: "unchanged" };
  const edits = keepOthers(document, item, own);
  if (edits && isCarriedOut(document, item, edits, change)) return { kind: "edits", edits };
  return refused(
    `This cannot be written without changing other entries or losing text: edit \`${plugin}\` by hand.`,
  );
}

function editsFor(item: ManifestItem, change: FieldChange): readonly TextEdit[] {
  const view = viewOf(item);
  return change.config ? editConfig(view, change.config) : editEnabled(view, change.enabled);
}

/** Adds what keeps the entries that share an anchor with the changed one as they were. Null when that is impossible. */
function keepOthers(
  document: ManifestDocument,
  changed: ManifestItem,
  edits: readonly TextEdit[],
): readonly TextEdit[] | null {
  const after = document.update(edits);
  let all: readonly TextEdit[] | null = edits;
  for (const [item, now] of pairsBetween(document, after)) {
    if (item.position === changed.position || saysTheSame(item, now)) continue;
    if (!item.entry || !now.entry) return null;
    const restoring: readonly TextEdit[] = [
      ...editEnabled(viewOf(now), item.entry.enabled),
      ...editConfig(viewOf(now), item.entry.config ?? {}),
    ];
    all = all && composeEdits(all, restoring, edits);
  }
  return all;
}

function isCarriedOut(
  document: ManifestDocument,
  changed: ManifestItem,
  edits: readonly TextEdit[],
  change: FieldChange,
): boolean {
  const after = document.update(edits);
  const isWhole = after.itemCount === document.itemCount;
  const now = after.item(changed.position);
  if (!isWhole || !now) return false;
  const isChanged = isSameData({ ...meaningOf(changed), ...change }, meaningOf(now));
  const others = pairsBetween(document, after).filter(([{ position }]) => {
    return position !== changed.position;
  });
  return isChanged && others.every(([before, other]) => saysTheSame(before, other));
}

/** The items of two versions of as many items, without those that an edit did not touch. */
function pairsBetween(
  before: ManifestDocument,
  after: ManifestDocument,
): readonly (readonly [ManifestItem, ManifestItem])[] {
  if (before.itemCount !== after.itemCount) return [];
  const { head, tail } = after.sharedWith(before);
  const length = after.itemCount - head - tail;
  return Array.from({ length }, (_, index) => head + index).flatMap((position) => {
    const [was, now] = [before.item(position), after.item(position)];
    return was && now ? [[was, now] as const] : [];
  });
}

function saysTheSame(before: ManifestItem, after: ManifestItem): boolean {
  if (isSameData(before.raw, after.raw)) return true;
  return before.entry !== null && isSameData(meaningOf(before), meaningOf(after));
}

/** An entry with its defaults, so that a default that is now written out makes no difference. */
function meaningOf({ entry }: ManifestItem): Readonly<Record<string, unknown>> | null {
  return entry && { ...entry, config: entry.config ?? {} };
}

function viewOf(item: ManifestItem): ItemView {
  if (item instanceof ItemView) return item;
  throw new Error("Expected an item of a document from parseManifest.");
}

function refused(reason: string): EditPlan {
  return { kind: "refused", reason };
}
