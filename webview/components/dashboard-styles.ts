import { css, type CSSResult } from "lit";

/** Table and details side by side, one above the other, or one at a time. */
export const dashboardStyles: CSSResult = css`
  :host {
    display: block;
    height: 100vh;
    container: page / inline-size;
    color: var(--vscode-foreground);
    background: var(--vscode-editor-background);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    font-weight: var(--vscode-font-weight);
    user-select: none;
  }
  main {
    display: grid;
    height: 100%;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
  }
  main.bare {
    grid-template-rows: minmax(0, 1fr);
  }
  main > header {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    padding: 12px 12px 10px 20px;
  }
  .title {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .names {
    display: flex;
    flex: 1 1 0;
    align-items: baseline;
    gap: 16px;
    min-width: 0;
  }
  h1 {
    margin: 0;
  }
  .target {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .buttons {
    display: flex;
    flex: none;
    gap: 8px;
  }
  .label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    margin: 0;
  }
  .no-match {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 10px;
    color: var(--vscode-descriptionForeground);
  }
  .no-match p {
    margin: 0;
  }
  patchbay-plugin-table {
    border-top: 1px solid transparent;
  }
  main > patchbay-plugin-detail {
    border: 0 solid
      var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
  }

  @container (min-width: 1000px) {
    main.with-detail {
      grid-template-columns: minmax(0, 1fr) minmax(400px, 42%);
    }
    main > patchbay-plugin-detail {
      border-left-width: 1px;
    }
  }
  @container (min-width: 600px) and (max-width: 999.9px) {
    main.with-detail {
      grid-template-rows: auto minmax(120px, 2fr) minmax(0, 3fr);
    }
    main > patchbay-plugin-detail {
      border-top-width: 1px;
    }
  }
  @container (max-width: 599.9px) {
    main > header {
      padding-inline: 12px;
    }
    .target {
      display: none;
    }
    main.with-detail {
      grid-template-rows: minmax(0, 1fr);
    }
    main.with-detail > :not(patchbay-plugin-detail, header),
    main.with-detail > header > :not(.title),
    main.with-detail :is(.target, .buttons, patchbay-view-tabs) {
      display: none;
    }
    /* The heading goes on naming the page for those who do not see it. */
    main.with-detail > header {
      position: absolute;
      width: 1px;
      height: 1px;
      padding: 0;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
