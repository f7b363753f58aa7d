import type { Parsed } from "./parsed.ts";
import type { Standings } from "./standings.ts";
import type { SharedItems } from "./types.ts";

interface Version {
  readonly parsed: Parsed;
  readonly standings: Standings;
}

/** Compares from both ends what is kept from version to version. */
export function sharedItems(before: Version, now: Version): SharedItems {
  const [were, are] = [partsOf(before.parsed), partsOf(now.parsed)];
  const isSame = (was: number, is: number): boolean =>
    were[was] === are[is] && standsAlike(before.standings, was, now.standings, is);
  const most = Math.min(were.length, are.length);
  let head = 0;
  while (head < most && isSame(head, head)) head += 1;
  let tail = 0;
  while (tail < most - head && isSame(were.length - 1 - tail, are.length - 1 - tail)) tail += 1;
  return { head, tail };
}

/** What stands for each item, and is the same object as long as the item says the same. */
function partsOf({ grain, pieces }: Parsed): readonly object[] {
  return grain ? pieces : (pieces[0]?.items ?? []);
}

function standsAlike(before: Standings, was: number, now: Standings, is: number): boolean {
  return (
    before.names[was] === now.names[is] && before.duplicates.has(was) === now.duplicates.has(is)
  );
}
