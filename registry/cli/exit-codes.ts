/** What the command ends with. Every command documents when it fails. */
export const EXIT = {
  done: 0,
  /** It could not be done, or what was looked at is not in order. */
  failed: 1,
  /** The command line makes no sense. */
  usage: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
