/**
 * The content security policy of the dashboard's page: the one script that carries the nonce, and nothing else. Its
 * styles are adopted style sheets and its icons are drawn in place, so neither needs a source.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // `default-src` does not stand in for these two.
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
