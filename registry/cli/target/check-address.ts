/** The address that was given, by option or environment, cannot be used. The message shows no password that is in it. */
export class UnusableAddressError extends Error {}

/** Throws what is wrong with the address of a service: nobody connects to one that was not checked, nor writes it down. */
export function checkAddress(url: string): void {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    const given = url.includes("@") ? "What is given" : url;
    throw new UnusableAddressError(
      `${given} is no address of a service: write one such as http://127.0.0.1:8400.`,
    );
  }
  const { username, password, host } = new URL(url);
  if (username === "" && password === "") return;
  throw new UnusableAddressError(
    `The address of ${host} has a name or a password in it: the key belongs into PLUGINS_API_KEY.`,
  );
}
