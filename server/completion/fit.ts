import { MANIFEST_CODES } from "../../registry/manifest/index.ts";
import type { TextFile } from "../workspace/index.ts";
import type { CompletionPlace } from "./place.ts";

/** What has to stand around whatever is written at the cursor. */
export interface Fit {
  /** White space before it. */
  readonly lead: string;
  /** What parts it from what follows: a comma, a blank before a comment, or nothing. */
  readonly trail: string;
  /** How far its further lines are indented, besides the white space that the cursor's line begins with. */
  readonly indent: string;
}

type Place = Pick<CompletionPlace, "file" | "cursor" | "item">;

/** How far is looked for what follows between brackets: a comment or two. */
const LOOKED_AHEAD = 1_000;

/** Null where nothing can be written without breaking what stands there already. */
export function fitAt(place: Place): Fit | null {
  const { file, cursor } = place;
  const { start, end } = cursor.token;
  const before = file.lineBefore(start);
  if (start < end) {
    // What is written over several lines is no word that another could take the place of.
    const isOneLine = !/[\r\n]/.test(file.slice(cursor.token));
    return isOneLine ? { lead: "", trail: "", indent: dashesIn(before) } : null;
  }
  if (cursor.role === "value" && hasValueElsewhere(place)) return null;
  const after = file.slice({ start, end: start + LOOKED_AHEAD });
  const comma = cursor.isInBrackets ? trailBefore(after, place) : "";
  if (comma === "" && !/^[ \t]*(?:[\r\n#\]},]|$)/.test(after)) return null;
  const lead = leadBehind(before, after, place);
  if (lead === null) return null;
  // Without a blank before it, a comment would be none.
  const trail = after.startsWith("#") ? `${comma} ` : comma;
  return { lead, trail, indent: before.trim() === "" ? lead : dashesIn(before + lead) };
}

/** The dashes of list items on a line, as the white space by which they push what follows them. */
function dashesIn(before: string): string {
  const dashes = /^[ \t]*((?:-[ \t]+)+)$/.exec(before)?.[1] ?? "";
  return " ".repeat(dashes.length);
}

/** Whether the value that is asked for is there, and the cursor only before it, or between brackets behind it. */
function hasValueElsewhere({ cursor, item }: Place): boolean {
  const { path, token, isInBrackets } = cursor;
  const value = item?.spansAt(path)?.value;
  if (value === undefined || value.start >= value.end) return false;
  // Before an item of a list in brackets another one may be written, with a comma.
  const isItem = isInBrackets && typeof path.at(-1) === "number";
  if (token.start <= value.start) return !isItem;
  return isInBrackets && token.start >= value.end;
}

/** Between brackets, what is put before something else ends with a comma. */
function trailBefore(after: string, { file }: Place): string {
  const [gap = "", next = ""] = /^(?:\s|(?<=^|\s)#[^\n]*)*(.?)/.exec(after) ?? [];
  if (next === "" || "]},:".includes(next)) return "";
  // Where a bracket is not closed, what stands in the lines below need not belong to it.
  const isSound = !file.manifest.problems.some(({ code }) => code === MANIFEST_CODES.syntax);
  return isSound || !gap.includes("\n") ? "," : "";
}

/** Null where the column is none in which it could stand. */
function leadBehind(before: string, after: string, { cursor, item, file }: Place): string | null {
  // Dashes and colons make a list item or a value with a blank behind them only.
  if (/(?:^|[ \t])-$/.test(before) || (cursor.role === "value" && before.endsWith(":"))) return " ";
  if (cursor.isInBrackets && before.endsWith(",")) return " ";
  // What goes on in the next line is indented, between brackets, too.
  if (cursor.isInBrackets) return before === "" ? null : "";
  if (before.trim() !== "" || cursor.role === "value") return "";
  if (!item) return leadOfItem(before, after, file);
  const { path, siblings } = cursor;
  const key = item.spansAt([...path, siblings[0] ?? ""])?.key;
  // In another column keys belong to another mapping.
  return !key || file.lineBefore(key.start).length === before.length ? "" : null;
}

/** An item may be begun left of where the others stand, and not inside of one. */
function leadOfItem(before: string, after: string, file: TextFile): string | null {
  const column = columnOfItems(file);
  if (column === null) return "";
  const below = /^[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ \t]*)\S/.exec(after)?.[1] ?? "";
  if (column < before.length || column < below.length) return null;
  return " ".repeat(column - before.length);
}

/** In which column the items begin; null while there are none, and below 0 where they stand between brackets. */
function columnOfItems(file: TextFile): number | null {
  const start = file.manifest.item(0)?.span.start;
  if (start === undefined) return null;
  const before = file.lineBefore(start).replace("\uFEFF", "");
  return before.trim() === "" ? before.length : -1;
}
