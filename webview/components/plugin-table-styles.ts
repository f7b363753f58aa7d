import { css, type CSSResult } from "lit";

/**
 * A row is one line where there is room, gets a second line for what is wrong where there is less, and becomes a card
 * on a narrow page. Rows out of view cost nothing: `content-visibility`.
 */
export const pluginTableStyles: CSSResult = css`
  :host {
    display: block;
    min-height: 0;
    container-type: inline-size;
    overflow: auto;
  }
  .head,
  .row {
    display: grid;
    align-items: center;
    column-gap: 12px;
    padding: 0 12px 0 20px;
    grid-template-columns:
      minmax(150px, 1.5fr) 112px 64px 56px 76px 76px minmax(110px, 1fr)
      minmax(150px, 1.7fr) 74px;
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--vscode-editor-background);
    border-bottom: 1px solid
      var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
  }
  .head button {
    display: flex;
    align-items: center;
    gap: 2px;
    height: 26px;
    max-width: 100%;
    border-radius: 2px;
    white-space: nowrap;
  }
  .head button:hover,
  .head [aria-sort$="ending"] button {
    color: var(--vscode-foreground);
  }
  .head .numeric button {
    margin-left: auto;
    flex-direction: row-reverse;
  }
  .head .icon {
    width: 12px;
    justify-content: center;
  }
  .head .icon svg {
    width: 12px;
  }

  .row {
    min-height: 28px;
    padding-block: 2px;
    cursor: pointer;
    content-visibility: auto;
    contain-intrinsic-size: auto 28px;
  }
  .row:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .row[aria-selected="true"] {
    background: var(--vscode-list-inactiveSelectionBackground);
    color: var(--vscode-list-inactiveSelectionForeground, inherit);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .row[aria-selected="true"] :is(.description, .more, .none) {
    color: inherit;
  }
  .row:focus-visible {
    outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
    outline-offset: -1px;
  }
  .stateCell {
    display: flex;
  }
  .name {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-width: 0;
    white-space: nowrap;
  }
  .title {
    flex: none;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 600;
  }
  .description {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    font-size: 0.92em;
  }
  .none {
    color: var(--vscode-descriptionForeground);
  }
  .secrets,
  .problem {
    min-width: 0;
  }
  .missing,
  .secret,
  .error {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    max-width: 100%;
  }
  .ellipsis {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .more {
    flex: none;
    color: var(--vscode-descriptionForeground);
  }
  .actions {
    display: flex;
    justify-content: flex-end;
    gap: 2px;
    opacity: 0.72;
  }
  .row:hover .actions,
  .row:focus .actions,
  .row:focus-within .actions {
    opacity: 1;
  }

  @container (max-width: 1040px) {
    .head,
    .row {
      grid-template-columns: minmax(110px, 1fr) 104px 52px 50px 68px 68px 74px;
      column-gap: 8px;
    }
    .head .secrets,
    .head .problem,
    .secrets:empty,
    .problem:empty {
      display: none;
    }
    .row .secrets,
    .row .problem {
      grid-column: 1 / -1;
      font-size: 0.92em;
      padding-bottom: 2px;
    }
    .row .secrets {
      grid-row: 2;
    }
    .row .problem {
      grid-row: 3;
    }
  }

  /* Beside the details: the name is what a row is found by. */
  @container (600px < width <= 760px) {
    .head,
    .row {
      grid-template-columns: minmax(130px, 1fr) 104px 52px 50px 68px 74px;
    }
    .description,
    .head .averageMs,
    .row .average {
      display: none;
    }
  }

  @container (max-width: 600px) {
    .head {
      display: flex;
      flex-wrap: wrap;
      padding-inline: 12px;
    }
    .head::before {
      content: "Sort by" / "";
    }
    .head .actions-heading {
      display: none;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 10px;
      padding: 8px 12px;
      contain-intrinsic-size: auto 68px;
      border-bottom: 1px solid
        var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
    }
    .row .name {
      flex: 1 1 calc(100% - 92px);
    }
    .row .actions {
      flex: none;
      order: 1;
      opacity: 1;
    }
    .row > * {
      order: 2;
    }
    .row .name {
      order: 0;
    }
    .row .number::after {
      content: " " attr(data-unit) / "";
      color: var(--vscode-descriptionForeground);
    }
    .row .number {
      font-size: 0.92em;
    }
    .row .number.none {
      display: none;
    }
    .row .secrets,
    .row .problem {
      flex: 1 1 100%;
      order: 3;
      padding: 0;
    }
  }
  @media (forced-colors: active) {
    .row[aria-selected="true"] {
      outline: 2px solid Highlight;
    }
  }
`;
