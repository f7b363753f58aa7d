import path from "node:path";
import { InlayHintKind, type InlayHint, type InlayHintParams } from "vscode-languageserver";
import {
  hooksOf,
  knownEntries,
  type KnownEntry,
  type TextFile,
  type Workspace,
} from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** Where a dotted reference leads, and which of a hook's handlers an entry is. */
export const inlayHint: Feature = {
  capabilities: { inlayHintProvider: true },

  register: (context) =>
    context.connection.languages.inlayHint.on(
      forManifest(context, "inlay hints", (file, { range }: InlayHintParams) => {
        const { workspace } = context;
        const { start, end } = file.spanOf(range);
        const entries = knownEntries(file, workspace);
        const handlers = handlersByHook(entries);
        return entries
          .filter(({ item }) => item.span.end >= start && item.span.start <= end)
          .flatMap((known) => [
            ...fileHint(known, file, workspace),
            ...orderHints(known, handlers, file),
          ]);
      }),
    ),
};

function fileHint(
  { item, entry, lookup }: KnownEntry,
  file: TextFile,
  workspace: Workspace,
): InlayHint[] {
  const value = item.spansAt(["module"])?.value;
  // A relative reference says itself where it leads.
  if (!value || lookup?.kind !== "found" || entry.module?.startsWith(".")) return [];
  const folder = workspace.rootsOf(file)?.workspaceFolder ?? "";
  const label = `→ ${path.relative(folder, lookup.file)}`;
  return [
    { position: file.positionAt(value.end), label, kind: InlayHintKind.Type, paddingLeft: true },
  ];
}

/** The enabled entries that are called for each hook, in the order in which they are called. */
function handlersByHook(
  entries: readonly KnownEntry[],
): ReadonlyMap<string, readonly KnownEntry[]> {
  const handlers = new Map<string, KnownEntry[]>();
  for (const known of entries) {
    if (!known.entry.isEnabled) continue;
    for (const hook of new Set(hooksOf(known))) {
      const called = handlers.get(hook);
      if (called) called.push(known);
      else handlers.set(hook, [known]);
    }
  }
  return handlers;
}

function orderHints(
  known: KnownEntry,
  handlers: ReadonlyMap<string, readonly KnownEntry[]>,
  file: TextFile,
): InlayHint[] {
  return (known.entry.hooks ?? []).flatMap((hook, index) => {
    const called = handlers.get(hook) ?? [];
    const place = called.indexOf(known);
    const span = known.item.spansAt(["hooks", index])?.value;
    if (place < 0 || called.length < 2 || !span) return [];
    return [
      {
        position: file.positionAt(span.end),
        label: `${place + 1} of ${called.length}`,
        tooltip: `${hook} calls ${wordOrder(called)}.`,
        paddingLeft: true,
      },
    ];
  });
}

/** Enough to see the order; a hook of thousands would fill the answer with names. */
const MOST_NAMED = 20;

function wordOrder(called: readonly KnownEntry[]): string {
  const names = called.slice(0, MOST_NAMED).map(({ item }) => item.name);
  const more = called.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(", then ");
}
