import { css, type CSSResult } from "lit";

/** Groups of rows under their hook, with a bar for how much of the calls each plugin gets. */
export const hookOverviewStyles: CSSResult = css`
  :host {
    display: block;
    min-height: 0;
    overflow: auto;
    container: hooks / inline-size;
    border-top: 1px solid transparent;
  }
  p {
    margin: 20px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    height: 26px;
    padding: 0 6px;
    font-weight: normal;
    text-align: right;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  tr > :first-child {
    width: 60%;
    max-width: 0;
    padding-left: 20px;
    text-align: left;
  }
  tr > :last-child {
    padding-right: 20px;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    background: var(--vscode-editor-background);
    box-shadow: inset 0 -1px
      var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
  }
  .hook > * {
    height: 32px;
    padding-top: 6px;
  }
  .heading,
  .plugin {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  .heading .code {
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 600;
  }
  .handler > :first-child {
    padding-left: 32px;
  }
  .ellipsis {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .handler:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .handler[aria-current="true"] {
    background: var(--vscode-list-inactiveSelectionBackground);
    box-shadow: inset 2px 0 0 var(--vscode-focusBorder);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .bar {
    width: 40%;
    padding-inline: 12px;
  }
  .bar svg {
    display: block;
    width: 100%;
    height: 6px;
  }
  .calls {
    fill: var(--vscode-charts-blue);
  }
  .failed {
    fill: var(--vscode-charts-red);
  }
  @media (forced-colors: active) {
    .calls {
      fill: LinkText;
    }
    .failed {
      fill: CanvasText;
    }
  }
  @container hooks (max-width: 760px) {
    .bar {
      display: none;
    }
    tr > :first-child {
      width: 100%;
    }
  }
  @container hooks (max-width: 600px) {
    .last,
    .heading .quiet {
      display: none;
    }
    tr > :first-child {
      padding-left: 12px;
    }
    .handler > :first-child {
      padding-left: 20px;
    }
    tr > :nth-last-child(2) {
      padding-right: 12px;
    }
    th,
    td {
      padding-inline: 4px;
    }
  }
`;
