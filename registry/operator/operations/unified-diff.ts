const CONTEXT_LINES = 3;

/** What changed between two texts that differ in one place, as one hunk of `diff -u`. Without `context` only what changed is in it. */
export function unifiedDiff(before: string, after: string, context = CONTEXT_LINES): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;

  const from = Math.max(0, start - context);
  const behind = Math.min(tail, context);
  const removed = old.slice(start, old.length - tail);
  const added = now.slice(start, now.length - tail);
  const trailing = now.slice(now.length - tail, now.length - tail + behind);
  const leading = old.slice(from, start);
  const span = (changed: readonly string[]): string => {
    const count = leading.length + changed.length + trailing.length;
    return `${count === 0 ? from : from + 1},${count}`;
  };
  return [
    `@@ -${span(removed)} +${span(added)} @@`,
    ...leading.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...trailing.map((line) => ` ${line}`),
  ].join("\n");
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
