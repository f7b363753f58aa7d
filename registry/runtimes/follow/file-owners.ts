import type { GraphReport } from "../loader/index.ts";
import type { WrittenReference } from "./understand-manifest.ts";

/** Which plugins each file concerns: those whose module graph holds it, or looked for it. */
export class FileOwners {
  #references: readonly WrittenReference[] = [];
  #graphs: GraphReport = {};
  #byFile: ReadonlyMap<string, readonly string[]> = new Map();

  /** The plugins that a file concerns, in manifest order; the same object as long as that is the same for every file. */
  get byFile(): ReadonlyMap<string, readonly string[]> {
    return this.#byFile;
  }

  /** From now on the manifest and the module graphs are these. */
  follow(references: readonly WrittenReference[], graphs: GraphReport): void {
    if (references === this.#references && graphs === this.#graphs) return;
    const isSame = references === this.#references && isAlike(this.#graphs, graphs);
    this.#references = references;
    this.#graphs = graphs;
    // Most reloads leave every graph as it was.
    if (!isSame) this.#byFile = ownersByFile(references, graphs);
  }

  /** The plugins that any of the files concerns, in manifest order. */
  of(files: ReadonlySet<string>): readonly string[] {
    const [first = [], ...more] = Array.from(files, (file) => this.#byFile.get(file) ?? []);
    if (more.length === 0) return first;
    const owners = new Set([...first, ...more.flat()]);
    return this.#references.flatMap(({ plugin }) => (owners.has(plugin) ? [plugin] : []));
  }
}

function ownersByFile(
  references: readonly WrittenReference[],
  graphs: GraphReport,
): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const { plugin, reference } of references) {
    const { files = [], absent = [] } = graphs[reference] ?? {};
    for (const file of new Set([...files, ...absent])) {
      const known = owners.get(file);
      if (known) known.push(plugin);
      else owners.set(file, [plugin]);
    }
  }
  return owners;
}

function isAlike(before: GraphReport, after: GraphReport): boolean {
  const names = Object.keys(after);
  return (
    names.length === Object.keys(before).length &&
    names.every((name) => {
      const one = before[name];
      const other = after[name];
      if (one === other) return true;
      return isSameList(one?.files, other?.files) && isSameList(one?.absent, other?.absent);
    })
  );
}

function isSameList(before: readonly string[] = [], after: readonly string[] = []): boolean {
  return before.length === after.length && before.every((file, index) => file === after[index]);
}
