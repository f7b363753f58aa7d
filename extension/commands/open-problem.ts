import { commands } from "vscode";
import * as z from "zod";
import { problemSchema, type Problem } from "../../schemas/index.ts";
import { showLocation } from "../base/index.ts";
import type { PlainCommand } from "./command.ts";

const argumentSchema = z.object({
  problem: problemSchema,
  parent: z.object({ plugin: z.object({ summary: z.object({ name: z.string() }) }) }),
});

/** Opens what a problem's row is about: the source it happened in, else the entry in the manifest. Not in the palette. */
export const openProblem: PlainCommand = {
  id: "patchbay.openProblem",
  needs: "nothing",
  async run(_context, argument) {
    const row = argumentSchema.safeParse(argument);
    if (!row.success) return;
    const { problem, parent } = row.data;
    if (problem.location) await openProblemAt(problem);
    else await commands.executeCommand("patchbay.openEntry", parent.plugin.summary.name);
  },
};

/** Opens the source that a problem happened in, if any is to blame. */
export async function openProblemAt({ location }: Problem): Promise<void> {
  if (location) await showLocation(location);
}
