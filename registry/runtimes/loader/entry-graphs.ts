import type { GraphFiles } from "./survey-graph.ts";

/** Lazy imports bring more files into it. */
interface GrowingGraph extends GraphFiles {
  readonly files: Set<string>;
  readonly absent: Set<string>;
}

/** Which files are behind each entry module, as it was loaded last and as far as its code has come since. */
export class EntryGraphs {
  readonly #graphs = new Map<string, GrowingGraph>();
  /** Of entries that are being evaluated. */
  readonly #loading = new Set<GrowingGraph>();

  /** The files of an entry's last load, and of its last failed one, until it is loaded well again. */
  of(entry: string): GraphFiles | null {
    return this.#graphs.get(entry) ?? null;
  }

  /** Every file that any entry depends on. */
  get files(): ReadonlySet<string> {
    return new Set([...this.#graphs.values()].flatMap(({ files }) => [...files]));
  }

  /** An entry is about to be evaluated; what is answered grows with what it imports meanwhile. */
  begin({ files, absent }: GraphFiles): GraphFiles {
    const graph = { files: new Set(files), absent: new Set(absent) };
    this.#loading.add(graph);
    return graph;
  }

  /** An entry was loaded from these files, and from no others. */
  loaded(entry: string, { files, absent }: GraphFiles): void {
    this.#graphs.set(entry, { files: new Set(files), absent: new Set(absent) });
  }

  /** An entry could not be loaded: a change of what it is made of now, or of what it ran of before, may mend that. */
  failed(entry: string, { files, absent }: GraphFiles): GraphFiles {
    const before = this.#graphs.get(entry);
    const graph = {
      files: new Set([...(before?.files ?? []), ...files]),
      absent: new Set([...(before?.absent ?? []), ...absent]),
    };
    this.#graphs.set(entry, graph);
    return graph;
  }

  /** What `begin` answered is not being evaluated any more. */
  end(graph: GraphFiles): void {
    for (const one of this.#loading) if (one === graph) this.#loading.delete(one);
  }

  /** Nothing is being evaluated any more. */
  endAll(): void {
    this.#loading.clear();
  }

  forget(entry: string): void {
    this.#graphs.delete(entry);
  }

  /** Code of one file has asked for others. Answers whether that is new to any entry that depends on the one. */
  grow(importer: string, { files, absent }: GraphFiles): boolean {
    let hasGrown = false;
    for (const graph of [...this.#graphs.values(), ...this.#loading]) {
      if (!graph.files.has(importer)) continue;
      const before = graph.files.size + graph.absent.size;
      for (const file of files) graph.files.add(file);
      for (const path of absent) graph.absent.add(path);
      hasGrown ||= graph.files.size + graph.absent.size > before;
    }
    return hasGrown;
  }
}
