import { writeFileSync } from "node:fs";
import type { Workspace } from "./workspace.ts";

/** Something that runs the newest code of a file that is saved. */
export interface Side {
  readonly name: string;
  /** Saves the file once more and answers how long its new code took to run, in ms. */
  save: () => Promise<number>;
  close: () => Promise<void>;
}

/** From the moment in which the file is written until code of that save has said that it runs. Nothing tells of the save. */
export async function saveUntilAnswered(workspace: Workspace, save: number): Promise<number> {
  const text = workspace.sourceOf(save);
  const answered = workspace.answered(save);
  const startedAt = performance.now();
  writeFileSync(workspace.file, text);
  // What is done here once the answer is there is nobody's time.
  return (await answered) - startedAt;
}
