/** The part of a location that `formatPlace` shows. `line` and `character` count from 0. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly character: number;
}

/** `ticket.ts:12:4`, counted from 1 as people do. */
export function formatPlace({ file, line, character }: Place): string {
  return `${baseName(file)}:${line + 1}:${character + 1}`;
}

/** The last part of a path of either kind. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}
