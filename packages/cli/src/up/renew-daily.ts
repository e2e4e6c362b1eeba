import { messageOf } from "@soarkit/protocol";
import type { Certificates, Logger } from "@soarkit/runtime";

const dayMs = 24 * 60 * 60 * 1000;

/** Renews the certificates when they are due, looking once a day, and hands new ones to the servers. Returns how to stop. */
export function renewDaily(certificates: Certificates, servers: readonly ((renewed: Certificates) => void)[], log: Logger): () => Promise<void> {
  const timer = setInterval(() => {
    void renew().catch((error: unknown) => log.error({ reason: messageOf(error) }, "certificates could not be renewed"));
  }, dayMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return Promise.resolve();
  };

  async function renew(): Promise<void> {
    if (!(await certificates.renew())) return;
    for (const update of servers) update(certificates);
    log.info("certificates renewed");
  }
}
