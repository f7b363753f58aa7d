/** A failure that the person in front of the screen can mend: the message says in one line what to do. */
export class Advice extends Error {}

/**
 * What to print of an error that reached the edge of a script: advice as one line, our own mistakes with their stack.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error) {
  if (error instanceof Advice) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
