import type { CallOptions, SoarClient } from "./soar-client.js";

/**
 * The same connection, whose every call carries a context token: what is changed with it counts as an answer to the
 * message that brought the token, and does not set off the same rules again (soar-protocol §2.5).
 *
 * @param token - `Co3ContextToken` of the message; without one the client itself is handed back
 */
export function withContextToken(client: SoarClient, token: string | undefined): SoarClient {
  if (token === undefined || token === "") return client;
  const add = (options?: CallOptions): CallOptions => ({ contextToken: token, ...options });
  return {
    orgId: client.orgId,
    orgName: client.orgName,
    orgUuid: client.orgUuid,
    baseUrl: client.baseUrl,
    actionsEnabled: client.actionsEnabled,
    // A user's login may be renewed meanwhile.
    get principal() {
      return client.principal;
    },
    get: (path, options) => client.get(path, add(options)),
    post: (path, body, options) => client.post(path, body, add(options)),
    put: (path, body, options) => client.put(path, body, add(options)),
    patch: (path, body, options) => client.patch(path, body, add(options)),
    delete: (path, options) => client.delete(path, add(options)),
    getPut: (path, change, options) => client.getPut(path, change, add(options)),
    incidentUrl: client.incidentUrl,
    close: () => client.close(),
  };
}
