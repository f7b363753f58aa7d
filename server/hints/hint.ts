/** Something that counts at a place of a manifest without being written there. */
export interface Hint {
  /** Where it is shown. */
  readonly offset: number;
  readonly label: string;
  readonly tooltip?: string;
}
