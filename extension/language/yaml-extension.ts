import { extensions, workspace, type Disposable } from "vscode";

/** Red Hat's YAML extension: its server is asked about manifests, too, as they stay YAML. */
const YAML_EXTENSION = "redhat.vscode-yaml";

/** Whether somebody else reports what is no valid YAML. Patchbay then reports what only it knows. */
export function isYamlChecked(): boolean {
  const isThere = extensions.getExtension(YAML_EXTENSION) !== undefined;
  return isThere && workspace.getConfiguration("yaml").get("validate", true);
}

/** Calls back when the answer of `isYamlChecked` became another one. */
export function followYamlExtension(changed: () => void): Disposable {
  let was = isYamlChecked();
  return extensions.onDidChange(() => {
    if (was === isYamlChecked()) return;
    was = isYamlChecked();
    changed();
  });
}
