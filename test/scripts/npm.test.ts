import { expect, test } from "vitest";
import { adviseOnNpm } from "../../scripts/base/npm.mjs";

test.each(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT"])(
  "a registry that cannot be reached (%s) is said in one line, with what to do",
  (code) => {
    const output = `npm error code ${code}\nnpm error syscall getaddrinfo\nnpm error errno ${code}\n`;
    const { message } = adviseOnNpm("The dependencies could not be installed", output);
    expect(message).toContain(code);
    expect(message).toContain("Check the network");
    expect(message).not.toContain("\n");
  },
);

test("what npm says otherwise is handed on", () => {
  expect(adviseOnNpm("It failed", "npm error code EUSAGE\n").message).toContain("EUSAGE");
});
