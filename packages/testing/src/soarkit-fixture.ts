import type { SoarClient } from "@soarkit/soar-client";
import { afterAll, beforeAll } from "vitest";
import { connectTo } from "./soarkit-client.js";
import { type SoarkitProcess, startSoarkitProcess } from "./soarkit-process.js";
import { tempFolder } from "./temp-folder.js";

/** A whole Soarkit for the tests of one file. */
export interface SoarkitFixture {
  soarkit: SoarkitProcess;
  client: SoarClient;
  dataDir: string;
  /** Stops it, lets `change` work on the data folder, and starts it again; `env` stands in its environment until the next restart. */
  restart(change?: () => Promise<void>, env?: Readonly<Record<string, string>>): Promise<void>;
}

/** Starts a whole Soarkit before the tests of this file and removes it after them. */
export function useSoarkit(args: readonly string[] = ["--no-samples"]): SoarkitFixture {
  const fixture = {} as SoarkitFixture;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const folder = await tempFolder();
    remove = () => folder.remove();
    fixture.dataDir = folder.path;
    fixture.soarkit = await startSoarkitProcess(folder.path, args);
    fixture.client = await connectTo(fixture.soarkit.run);
    fixture.restart = async (change, env) => {
      await fixture.client.close();
      await fixture.soarkit.stop();
      await change?.();
      fixture.soarkit = await startSoarkitProcess(folder.path, args, undefined, env);
      fixture.client = await connectTo(fixture.soarkit.run);
    };
  });

  afterAll(async () => {
    await fixture.client.close();
    await fixture.soarkit.stop();
    await remove();
  });

  return fixture;
}
