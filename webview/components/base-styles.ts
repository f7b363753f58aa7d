import { css, type CSSResult } from "lit";

/** What every component of the page shares: icons, quiet buttons, links, tones. */
export const baseStyles: CSSResult = css`
  * {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  .icon {
    display: inline-flex;
    flex: none;
    width: 16px;
    height: 16px;
  }
  .icon svg {
    display: block;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    margin: 0;
    cursor: pointer;
    text-align: inherit;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .icon-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: 22px;
    height: 22px;
    border-radius: 5px;
    color: var(--vscode-icon-foreground);
  }
  .no-action {
    width: 22px;
  }
  .icon-button:hover {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  .icon-button:active {
    background: var(--vscode-toolbar-activeBackground);
  }
  .icon-button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .link {
    color: var(--vscode-textLink-foreground);
    border-radius: 2px;
  }
  .link:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }

  .good .icon {
    color: var(--vscode-testing-iconPassed);
  }
  .bad .icon {
    color: var(--vscode-problemsErrorIcon-foreground);
  }
  .warn .icon {
    color: var(--vscode-problemsWarningIcon-foreground);
  }
  .quiet {
    color: var(--vscode-descriptionForeground);
  }
  .state {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .number {
    font-variant-numeric: tabular-nums;
    text-align: right;
    white-space: nowrap;
  }
  .failing {
    color: var(--vscode-errorForeground);
  }
  .code {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.92em;
  }
`;
