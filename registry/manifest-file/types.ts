/** What the file holds. */
export type ManifestText =
  | { readonly kind: "read"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** What came of a change. Only `written` touched the file. */
export type ManifestWrite =
  | { readonly kind: "written"; readonly before: string; readonly text: string }
  /** The file says already what was asked for. */
  | { readonly kind: "unchanged"; readonly text: string }
  /** It cannot be done without harm; worded for the person who asked. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Another writer did not finish, or the file kept changing. Trying again later may help. */
  | { readonly kind: "busy"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };
