import type {
  FactoryHealth,
  PluginSpecRecord,
  Problem,
  RegistrySnapshot,
} from "../../schemas/index.ts";

/** One row of the factories: a kind, a factory of it, or a file of a plugin directory that registered nothing new. */
export type FactoryNode = KindNode | SpecNode | FileProblemNode;

export interface KindNode {
  readonly type: "kind";
  readonly kind: PluginSpecRecord["kind"];
  readonly specs: readonly SpecNode[];
}
export interface SpecNode {
  readonly type: "spec";
  readonly spec: PluginSpecRecord;
  /** Null until somebody asks. */
  readonly health: FactoryHealth | null;
}
export interface FileProblemNode {
  readonly type: "file-problem";
  readonly problem: Problem;
}

/** What needs mending first, then each kind that has factories. */
export function factoryNodes(
  { specs = [], directoryProblems = [] }: Pick<RegistrySnapshot, "specs" | "directoryProblems">,
  health: readonly FactoryHealth[] = [],
): readonly FactoryNode[] {
  const specNode = (spec: PluginSpecRecord): SpecNode => {
    const known = health.find(({ kind, name }) => kind === spec.kind && name === spec.name);
    return { type: "spec", spec, health: known ?? null };
  };
  const kinds = Map.groupBy(specs, ({ kind }) => kind);
  return [
    ...directoryProblems.map((problem): FileProblemNode => ({ type: "file-problem", problem })),
    ...[...kinds].map(([kind, ofKind]): KindNode => {
      return { type: "kind", kind, specs: ofKind.map(specNode) };
    }),
  ];
}

/** Stable across snapshots: expansion and selection hang on it. */
export function factoryRowId(node: FactoryNode): string {
  switch (node.type) {
    case "kind":
      return node.kind;
    case "spec":
      return `${node.spec.kind}/${node.spec.name}`;
    case "file-problem":
      return `${node.problem.location?.file ?? ""}/${node.problem.code}/${node.problem.message}`;
  }
}
