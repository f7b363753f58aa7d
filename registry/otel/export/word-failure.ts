/** What the SDK writes around the reason. */
const AROUND =
  /^PeriodicExportingMetricReader: metrics export failed \(error (?:\w*Error: )?(?<why>.*)\)$/s;

/** What the SDK tells of a failure, in one line for the log: without its JSON and the stack of the bundle. */
export function wordFailure(message: string, details: readonly unknown[]): string {
  const told = [messageIn(message), ...details.map(wordDetail)].join(" ").trim();
  const why = AROUND.exec(told)?.groups?.["why"];
  const worded = why === undefined ? told : `Metrics cannot be sent: ${why}`;
  return worded.replaceAll(/\s*\n\s*/g, " ");
}

/** Errors come flattened to JSON, with all that they have. */
function messageIn(text: string): string {
  if (!text.startsWith("{")) return text;
  try {
    const { message, code } = JSON.parse(text) as { message?: unknown; code?: unknown };
    const worded = typeof message === "string" ? message : "";
    return worded || (typeof code === "string" ? code : text);
  } catch {
    return text;
  }
}

function wordDetail(detail: unknown): string {
  return detail instanceof Error ? detail.message : String(detail);
}
