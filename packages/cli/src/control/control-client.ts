import { SoarkitError } from "@soarkit/protocol";
import { Client } from "undici";
import { controlSocket } from "./control-server.js";

/** Asks the integration server that runs on a data folder. Throws PART_NOT_RUNNING when there is none. */
export async function askControl<T>(dataDir: string, method: "GET" | "POST", path: string): Promise<T> {
  const client = new Client("http://localhost", { socketPath: controlSocket(dataDir) });
  try {
    const answer = await client.request({ method, path });
    const value = (await answer.body.json()) as T & { message?: string };
    if (answer.statusCode !== 200) throw new Error(value.message ?? `The integration server answered ${answer.statusCode}.`);
    return value;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ECONNREFUSED") throw new SoarkitError("PART_NOT_RUNNING", { part: "server" }, { cause: error });
    throw error;
  } finally {
    await client.close();
  }
}
