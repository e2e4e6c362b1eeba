import { ConnectedSoarClient } from "./client.js";
import { chooseOrg, logIn } from "./login.js";
import type { SoarClient, SoarConnectionOptions } from "./soar-client.js";
import { CallFailed, Transport } from "./transport.js";

/**
 * Logs in to a SOAR platform, once, and chooses the organisation.
 *
 * @throws SoarkitError SOAR_UNREACHABLE, SOAR_TIMEOUT, SOAR_CERTIFICATE_UNTRUSTED, SOAR_UNAUTHORIZED, SOAR_ORG_…;
 * the definition's `retryable` says whether trying again later makes sense
 */
export async function connectSoar(options: SoarConnectionOptions): Promise<SoarClient> {
  const transport = new Transport(options);
  try {
    const session = await logIn(transport, options);
    const org = chooseOrg(session, options.org);
    const client = new ConnectedSoarClient(transport, options, session, { id: org.id, name: org.name, uuid: org.uuid || `${transport.host}/${org.id}` });
    await client.readOrg();
    return client;
  } catch (error) {
    await transport.close();
    throw error instanceof CallFailed ? error.failure : error;
  }
}
