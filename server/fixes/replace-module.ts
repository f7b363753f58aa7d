import { nearest } from "../../registry/base/nearest.ts";
import { spanOfModuleReference } from "../workspace/index.ts";
import type { MendProvider } from "./fix.ts";

/** A module that does not exist: the nearest one that does, or the one that has a class of that name. */
export const replaceModule: MendProvider = async ({ code, file, known, workspace }) => {
  if (code !== "module/not-found" || !known?.entry.module) return [];
  const roots = workspace.rootsOf(file);
  if (!roots) return [];
  const written = known.entry.module;
  const className = written.slice(written.lastIndexOf(":") + 1);
  const discovered = await workspace.classes.discover(roots);
  const references = discovered.map(({ reference }) => reference);
  const sameClass = references.filter((reference) => reference.endsWith(`:${className}`));
  const alike = nearest(written, references);
  return [...new Set([...(alike ? [alike] : []), ...sameClass])]
    .slice(0, 5)
    .map((reference, index) => ({
      title: `Replace by ${reference}`,
      edits: [{ span: spanOfModuleReference(known.item, file.text), newText: reference }],
      isPreferred: index === 0,
      isGuess: true,
    }));
};
