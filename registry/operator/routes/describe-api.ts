import fastifySwagger from "@fastify/swagger";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import type { App } from "./app.ts";

/** Has the routes that follow described as OpenAPI, from the schemas by which they are checked. */
export async function describeApi(app: App): Promise<void> {
  await app.register(fastifySwagger, {
    transform: jsonSchemaTransform,
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Patchbay operator API",
        description: "Plugins of one registry: their state, configuration, telemetry and hooks.",
        version: "1",
      },
      tags: [
        {
          name: "plugins",
          description: "The plugins of the manifest, and what installed packages announce.",
        },
        { name: "hooks", description: "Firing hooks at the plugins." },
        { name: "events", description: "What happens, as it happens." },
        { name: "server", description: "How the server itself is doing." },
      ],
      components: {
        securitySchemes: {
          apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
          bearer: { type: "http", scheme: "bearer" },
        },
      },
    },
  });
}
