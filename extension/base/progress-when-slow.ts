import { ProgressLocation, window } from "vscode";

/** Most work is done before anybody looks: a sign that comes and goes at once would only flicker. */
const SLOW_MS = 1_000;

/** Says in the status bar what is being waited for, once it takes longer than a moment. Settles as the work does. */
export async function progressWhenSlow<Result>(
  title: string,
  work: Promise<Result>,
): Promise<Result> {
  const timer = setTimeout(() => {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    // Never rejects: how the work ended is its caller's business.
    void window.withProgress({ location: ProgressLocation.Window, title }, () => settled);
  }, SLOW_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
