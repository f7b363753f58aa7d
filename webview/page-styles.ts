import { css } from "lit";

/** Gives the page to the dashboard: VS Code's own default leaves a margin for text. */
export function layOutPage(): void {
  const sheet = css`
    html,
    body {
      height: 100%;
      margin: 0;
      padding: 0;
      overflow: hidden;
    }
  `.styleSheet;
  if (sheet) document.adoptedStyleSheets.push(sheet);
}
