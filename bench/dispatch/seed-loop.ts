import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inMiddle, type Result } from "../base/interleaved.ts";

const SCRIPT = fileURLToPath(new URL("./seed-fire.py", import.meta.url));
/** Before and after a turn of ours, so that what else the machine does meets both. */
const RUNS = 3;

export const SEED = "the original's loop, in Python";

/** What the original takes for one fire, on the Python that is there; null when there is none. */
export function measureSeed(size: number): Result | null {
  try {
    const runs = Array.from({ length: RUNS }, () =>
      Number(execFileSync("python3", [SCRIPT, String(size)], { encoding: "utf8" })),
    );
    return { name: SEED, medianNs: inMiddle(runs) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
