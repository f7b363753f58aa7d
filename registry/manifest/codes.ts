/** Every code that the manifest's text alone can give rise to. Stable: settings and suppressions name them. */
export const MANIFEST_CODES = {
  syntax: "manifest/syntax",
  notAList: "manifest/not-a-list",
  wrongType: "manifest/wrong-type",
  missingField: "manifest/missing-field",
  unknownKey: "manifest/unknown-key",
  duplicateName: "manifest/duplicate-name",
  duplicateKey: "manifest/duplicate-key",
  multipleDocuments: "manifest/multiple-documents",
  tooLarge: "manifest/too-large",
  tooDeep: "manifest/too-deep",
  aliasBomb: "manifest/alias-bomb",
  malformedModule: "module/malformed",
} as const;
