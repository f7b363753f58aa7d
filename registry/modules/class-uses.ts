import type { Node } from "web-tree-sitter";
import type { Span } from "../base/text.ts";
import type { Folders } from "./folders.ts";
import { spanOf } from "./nodes.ts";
import { resolveImport } from "./resolve-import.ts";
import type { LookupRoots, ModuleFacts } from "./types.ts";

/** The files that name a class, each with the names under which it has the class's module as a whole. */
export type ClassFiles = ReadonlyMap<string, ReadonlySet<string>>;

/** Follows a class from the file that declares it through the imports and re-exports of the other files. */
export function filesOfClass(
  declaredIn: string,
  name: string,
  modules: readonly ModuleFacts[],
  roots: LookupRoots,
  folders: Folders,
): ClassFiles {
  // The files in which the class is exported under its own name.
  const carriers = new Set([declaredIn]);
  const users = new Map<string, ReadonlySet<string>>([[declaredIn, new Set()]]);
  const leadsTo: LeadsTo = (specifier, module) =>
    carriers.has(resolveImport(specifier, module, roots, folders) ?? "");
  // Each round may find a file that gives the class on to those that were looked at before it.
  for (let before = 0; before < carriers.size;) {
    before = carriers.size;
    for (const module of modules) {
      if (module.file === declaredIn) continue;
      if (givesOn(module, name, leadsTo)) carriers.add(module.file);
      const namespaces = namespacesIn(module, leadsTo);
      if (namespaces.size > 0 || carriers.has(module.file) || names(module, name, leadsTo)) {
        users.set(module.file, namespaces);
      }
    }
  }
  return users;
}

type LeadsTo = (specifier: string, module: ModuleFacts) => boolean;

function givesOn(module: ModuleFacts, name: string, leadsTo: LeadsTo): boolean {
  if (module.starExports.some((specifier) => leadsTo(specifier, module))) return true;
  const exported = module.exports.get(name);
  if (!exported || exported.local !== name) return false;
  if (exported.from !== null) return leadsTo(exported.from, module);
  const binding = module.bindings.get(name);
  return binding?.imported === name && leadsTo(binding.from, module);
}

/** Whether it imports the class or gives it on, under whatever name. */
function names(module: ModuleFacts, name: string, leadsTo: LeadsTo): boolean {
  const imported = [...module.bindings.values()].filter((binding) => binding.imported === name);
  const exported = [...module.exports.values()].filter(({ local }) => local === name);
  return [...imported, ...exported].some(({ from }) => from !== null && leadsTo(from, module));
}

/** `import * as tickets from "./ticket"`, and in Python `from acme import ticket`. */
function namespacesIn(module: ModuleFacts, leadsTo: LeadsTo): ReadonlySet<string> {
  const bound = [...module.bindings].filter(([, { imported, from }]) =>
    imported === "*"
      ? leadsTo(from, module)
      : module.language === "python" &&
        leadsTo(from.endsWith(".") ? from + imported : `${from}.${imported}`, module),
  );
  return new Set(bound.map(([local]) => local));
}

/** The kinds of nodes that may name a class. */
const IDENTIFIERS = ["identifier", "type_identifier", "shorthand_property_identifier"];
const MEMBERS = ["member_expression", "nested_type_identifier", "attribute"];

/** Where one name stands in a source, and which others do. */
export interface SourceNames {
  readonly spans: readonly Span[];
  readonly others: ReadonlySet<string>;
}

/**
 * Looks for a name in a source, in code and not in texts and comments. As a member of something it counts after one of
 * the `namespaces` only (`tickets.Ticket`).
 */
export function namesIn(root: Node, name: string, namespaces: ReadonlySet<string>): SourceNames {
  const plain = root.descendantsOfType(IDENTIFIERS).filter((node) => !isMember(node));
  const members = root.descendantsOfType(MEMBERS).flatMap((node) => {
    const [object, property] = [node.namedChildren[0], node.namedChildren.at(-1)];
    const isMeant = property?.text === name && namespaces.has(object?.text ?? "");
    return isMeant && property ? [property] : [];
  });
  const found = [...plain.filter(({ text }) => text === name), ...members];
  return {
    spans: found.map(spanOf).toSorted((one, other) => one.start - other.start),
    others: new Set(plain.map(({ text }) => text).filter((text) => text !== name)),
  };
}

/** `x.Ticket` in Python, and the name of a keyword argument. */
function isMember(node: Node): boolean {
  const { parent } = node;
  const field =
    parent?.type === "attribute"
      ? parent.childForFieldName("attribute")
      : parent?.type === "keyword_argument"
        ? parent.childForFieldName("name")
        : parent?.type === "nested_type_identifier"
          ? parent.namedChildren.at(-1)
          : null;
  return field?.id === node.id;
}
