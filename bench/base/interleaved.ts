/** Something to measure; may answer with a promise, which is awaited. */
export interface Variant {
  readonly name: string;
  readonly run: () => unknown;
}

export interface Result {
  readonly name: string;
  /** Median over the rounds, in ns for each run. */
  readonly medianNs: number;
}

const ROUNDS = 15;
const BATCH_MS = 20;

/** Measures variants in turns, so that whatever else the machine does hits all of them alike. */
export async function measureInterleaved(variants: readonly Variant[]): Promise<readonly Result[]> {
  const batches: { variant: Variant; runs: number; isAsync: boolean; samples: number[] }[] = [];
  for (const variant of variants) {
    const isAsync = variant.run() instanceof Promise;
    const batch = { variant, runs: 1, isAsync, samples: [] as number[] };
    // Warms up, too: generated code and the engine's optimiser need thousands of runs.
    for (let spent = 0; spent < BATCH_MS * 1e6;) {
      spent = (await timeBatch(batch)) * batch.runs;
      if (spent < BATCH_MS * 1e6) batch.runs *= 2;
    }
    await timeBatch(batch);
    batches.push(batch);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const batch of batches) batch.samples.push(await timeBatch(batch));
  }
  return batches.map(({ variant, samples }) => ({
    name: variant.name,
    medianNs: inMiddle(samples),
  }));
}

async function timeBatch(batch: {
  readonly variant: Variant;
  readonly runs: number;
  readonly isAsync: boolean;
}): Promise<number> {
  const { run } = batch.variant;
  const startedAt = performance.now();
  if (batch.isAsync) for (let left = batch.runs; left > 0; left--) await run();
  else for (let left = batch.runs; left > 0; left--) run();
  return ((performance.now() - startedAt) * 1e6) / batch.runs;
}

/** The median, or the upper of the two that it would be between. */
export function inMiddle(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? 0;
}

/** A table; the ratio says how many times as long as the first variant each one takes. */
export function comparison(title: string, results: readonly Result[]): string {
  const ours = results[0]?.medianNs ?? 1;
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.map(
    ({ name, medianNs }) =>
      `  ${name.padEnd(width)}  ${medianNs.toFixed(0).padStart(9)}  ${(medianNs / ours).toFixed(2).padStart(7)}x  ours/it ${(ours / medianNs).toFixed(2)}`,
  );
  return [title, ...lines, ""].join("\n");
}
