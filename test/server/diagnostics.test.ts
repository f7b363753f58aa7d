import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codesAt, TestClient, TestWorkspace } from "./harness/index.ts";

describe("diagnostics of a manifest", () => {
  let workspace: TestWorkspace;
  let client: TestClient;

  beforeAll(async () => {
    workspace = await TestWorkspace.create({});
    client = await TestClient.start({ folder: workspace.folder });
  });
  afterAll(async () => {
    await client.close();
    await workspace[Symbol.asyncDispose]();
  });

  test("a missing field and an unknown key are reported at their places, with a version", async () => {
    const uri = workspace.uri("plugins.yaml");
    const text = "- name: ticket\n  enabeld: true\n";
    client.open(uri, text);
    const { diagnostics, version } = await client.published.when(uri, () => true);
    expect(version).toBe(1);
    expect(codesAt(text, diagnostics)).toEqual([
      "manifest/missing-field@ticket",
      "manifest/unknown-key@enabeld",
    ]);
    expect(diagnostics.every(({ source }) => source === "patchbay")).toBe(true);
    expect(diagnostics[0]?.codeDescription?.href).toMatch(
      /docs\/diagnostics\.md#manifestmissing-field$/,
    );
  });
});
