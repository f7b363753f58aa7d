import { css, type CSSResult } from "lit";

/** A pane beside or under the table; the whole page where there is no room for both. */
export const pluginDetailStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    container: detail / inline-size;
  }
  header {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 4px 12px 4px 20px;
    border-bottom: 1px solid
      var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
    flex-wrap: wrap;
  }
  h2 {
    margin: 0;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: 1.08em;
    font-weight: 600;
  }
  .close {
    order: 1;
  }
  .as-page {
    display: none;
  }
  .actions {
    display: flex;
    gap: 2px;
    margin-left: auto;
  }
  .body {
    flex: 1;
    min-height: 0;
    overflow: auto;
    padding: 12px 20px 24px;
  }
  p {
    margin: 0 0 6px;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    font-size: 0.92em;
  }
  .facts .link {
    overflow-wrap: anywhere;
    font-size: 1em;
  }
  section {
    margin-top: 20px;
  }
  h3 {
    margin: 0 0 6px;
    font-size: 1em;
    font-weight: 600;
  }
  .heading {
    display: flex;
    align-items: baseline;
    gap: 12px;
  }
  .errors,
  .routes {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 4px;
  }
  .errors li {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 8px;
    line-height: 1.4;
    overflow-wrap: anywhere;
    user-select: text;
  }
  @container page (max-width: 599.9px) {
    header {
      padding-inline: 12px;
    }
    .body {
      padding-inline: 12px;
    }
    .close {
      order: -1;
    }
    .as-page {
      display: contents;
    }
    .as-pane {
      display: none;
    }
  }
`;
