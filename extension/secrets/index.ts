export { followSecrets } from "./follow-secrets.ts";
export { SecretVault } from "./secret-vault.ts";
