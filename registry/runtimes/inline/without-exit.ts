/** Runs code that cannot end the process meanwhile: `process.exit` throws. Only up to the code's first `await`. */
export function withoutExit<Result>(code: () => Result): Result {
  const exit = Object.getOwnPropertyDescriptor(process, "exit") ?? {};
  process.exit = (status?: number | string | null): never => {
    throw new Error(`called process.exit(${status ?? ""})`);
  };
  try {
    return code();
  } finally {
    Object.defineProperty(process, "exit", exit);
  }
}
