/** Where Jira is and who we are there. */
export interface JiraAccount {
  readonly baseUrl: string;
  readonly email: string;
  readonly apiToken: string;
}

/** The fields of a new issue, as Jira's REST API takes them. */
export interface IssueFields {
  readonly project: { readonly key: string };
  readonly issuetype: { readonly name: string };
  readonly summary: string;
  readonly description: string;
}

/** Creates an issue and returns its key. Throws with Jira's status when it refuses. */
export async function createIssue(
  account: JiraAccount,
  fields: IssueFields,
  signal: AbortSignal,
): Promise<string> {
  const response = await post(account, "/rest/api/2/issue", { fields }, signal);
  const { key } = (await response.json()) as { key: string };
  return key;
}

/** Adds somebody to an issue's watchers. Throws with Jira's status when it refuses. */
export async function addWatcher(
  account: JiraAccount,
  issueKey: string,
  watcher: string,
  signal: AbortSignal,
): Promise<void> {
  await post(account, `/rest/api/2/issue/${issueKey}/watchers`, watcher, signal);
}

async function post(
  account: JiraAccount,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Response> {
  const credentials = Buffer.from(`${account.email}:${account.apiToken}`).toString("base64");
  const response = await fetch(new URL(path, account.baseUrl), {
    method: "POST",
    headers: { authorization: `Basic ${credentials}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new Error(`Jira answered ${response.status} to POST ${path}`);
  return response;
}
