import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { PluginBase, Router, type Feedback } from "patchbay";
import { z } from "zod";

const Config = z.object({
  route_prefix: z
    .string()
    .startsWith("/")
    .default("/plugins/feedback")
    .describe("Where the routes are served."),
  path: z.string().default("./data/feedback.json").describe("File that keeps the feedback."),
});

const Submission = z.object({
  title: z.string().min(1),
  rating: z.int().min(1).max(5).nullable().default(null),
  comment: z.string().nullable().default(null),
  submitted_by: z.string().nullable().default(null),
  source: z.string().nullable().default(null),
});

/** Takes feedback over HTTP, keeps it in a file, and tells the other plugins by `on_feedback`. */
export class FeedbackCollector extends PluginBase<typeof Config> {
  static override readonly name = "feedback_collector";
  static override readonly description = "Collect feedback over HTTP";
  static override readonly configSchema = Config;

  override getRouter(): Router {
    return new Router(this.config.route_prefix)
      .post("/", (request) => this.#submit(request))
      .get("/", async () => ({ feedback: await this.#read() }), { access: "operator" })
      .delete("/", () => this.#clear(), { access: "operator" });
  }

  async #submit(request: Request): Promise<Response> {
    const submission = Submission.safeParse(await request.json().catch(() => null));
    if (!submission.success) {
      return Response.json({ detail: z.prettifyError(submission.error) }, { status: 422 });
    }

    const feedback: Feedback = { ...submission.data, submitted_at: new Date().toISOString() };
    await this.#write([...(await this.#read()), feedback]);
    await this.emit("on_feedback", { feedback });
    return Response.json(feedback);
  }

  async #clear(): Promise<Response> {
    // As in the original: a live service never loses feedback by a stray DELETE.
    if (process.env.DRY_RUN !== "true") {
      return Response.json({ detail: "Feedback is cleared in dry runs only." }, { status: 403 });
    }
    await this.#write([]);
    return Response.json({ cleared: true });
  }

  async #read(): Promise<Feedback[]> {
    try {
      return JSON.parse(await readFile(this.config.path, "utf8")) as Feedback[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }

  async #write(feedback: readonly Feedback[]): Promise<void> {
    await mkdir(path.dirname(this.config.path), { recursive: true });
    const draft = `${this.config.path}.tmp`;
    await writeFile(draft, JSON.stringify(feedback, null, 2));
    await rename(draft, this.config.path);
  }
}
