import { Disposable, workspace } from "vscode";
import type { HostOptions } from "../../schemas/index.ts";
import { readSettings } from "../base/index.ts";
import type { ManifestPlace, ManifestTracker } from "../manifest/index.ts";
import type { SecretVault } from "../secrets/index.ts";
import type { RegistryClient } from "./registry-client.ts";
import type { AbsenceReason } from "./state.ts";

/** Keeps a registry running whenever there is a manifest to run and the workspace is trusted. */
export function followWorkspace(
  registry: RegistryClient,
  manifests: ManifestTracker,
  vault: SecretVault,
): Disposable {
  let followed = "";
  const follow = (): void => {
    const target = currentTarget(manifests.current);
    const identity = JSON.stringify(target);
    if (identity === followed) return;
    followed = identity;
    // Neither rejects: what keeps a host from running is the registry's state.
    if (target.kind === "absent") void registry.leave(target.reason);
    else void registry.open(() => withSecrets(target, vault));
  };
  void manifests.refresh().then(follow);
  return Disposable.from(
    manifests.onDidChange(follow),
    workspace.onDidGrantWorkspaceTrust(follow),
    workspace.onDidChangeWorkspaceFolders(follow),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("patchbay")) follow();
      if (event.affectsConfiguration("patchbay.standbyHost")) registry.reviewStandby();
    }),
  );
}

/** What should run now. Plain data: two that are equal need no restart. */
type Target =
  | { readonly kind: "absent"; readonly reason: AbsenceReason }
  | {
      readonly kind: "manifest";
      /** The folder's URI: whose secrets are stored. */
      readonly scope: string;
      readonly options: Omit<HostOptions, "storedSecrets">;
    };

function currentTarget(place: ManifestPlace | null): Target {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) return { kind: "absent", reason: "no-folder" };
  if (!workspace.isTrusted) return { kind: "absent", reason: "untrusted" };
  if (folders.every(({ uri }) => uri.scheme !== "file"))
    return { kind: "absent", reason: "virtual" };
  if (!place) return { kind: "absent", reason: "no-manifest" };
  if (place.uri.scheme !== "file") return { kind: "absent", reason: "virtual" };

  const { sourceRoots, pluginDirectories, callDeadlineMs } = readSettings(place.folder);
  const options = {
    manifestFile: place.uri.fsPath,
    workspaceFolder: place.folder.uri.fsPath,
    sourceRoots: [...sourceRoots],
    pluginDirectories: [...pluginDirectories],
    callDeadlineMs,
  };
  return { kind: "manifest", scope: place.folder.uri.toString(), options };
}

async function withSecrets(
  { scope, options }: Extract<Target, { kind: "manifest" }>,
  vault: SecretVault,
): Promise<HostOptions> {
  return { ...options, storedSecrets: { ...(await vault.all(scope)) } };
}
