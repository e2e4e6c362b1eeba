import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import type { IntegrationServer } from "@soarkit/integration-server";
import { messageOf, SoarkitError } from "@soarkit/protocol";

/** Where a running integration server takes commands: a socket in the data folder, which only its owner may enter. */
export function controlSocket(dataDir: string): string {
  return join(dataDir, "control.sock");
}

/**
 * Answers the commands that concern the integration server of this process: its status, and the messages of which nobody
 * knows whether their effect took place. Returns how to stop.
 */
export async function startControl(dataDir: string, server: IntegrationServer): Promise<() => Promise<void>> {
  const path = controlSocket(dataDir);
  await rm(path, { force: true });
  const control = createServer((request, response) => {
    void answer(server, request.method ?? "GET", request.url ?? "/").then(
      (value) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value)),
      (error: unknown) => response.writeHead(error instanceof SoarkitError ? error.definition.status : 500, { "content-type": "application/json" }).end(JSON.stringify({ message: messageOf(error) })),
    );
  });
  control.listen(path);
  await once(control, "listening");
  return () => closed(control);
}

async function answer(server: IntegrationServer, method: string, url: string): Promise<unknown> {
  if (method === "GET" && url === "/status") return server.status();
  if (method === "GET" && url === "/messages") return server.messages.list();
  const decision = /^\/messages\/(\d+)\/(retry|drop)$/.exec(url);
  if (method === "POST" && decision !== null) {
    const id = Number(decision[1]);
    await (decision[2] === "retry" ? server.messages.retry(id) : server.messages.drop(id));
    return { id, done: decision[2] };
  }
  throw new SoarkitError("NOT_FOUND", { path: url });
}

async function closed(control: Server): Promise<void> {
  control.closeAllConnections();
  control.close();
  await once(control, "close");
}
