import type { AddressInfo } from "node:net";
import type { Server as HttpsServer } from "node:https";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import type { FastifyInstance } from "fastify";

/** Where a server listens. */
export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port (tests). */
  readonly port: number;
  /** The option a person changes the port with, for the error text, for example `--port`. */
  readonly flag: string;
}

/** A server that accepts connections. */
export interface Listening {
  /** The port it got. */
  readonly port: number;
  /** New connections get this certificate; open ones go on. PEM texts. */
  readonly updateCertificates: (certificate: { readonly cert: string; readonly key: string }) => void;
}

/** Starts listening. @throws SoarkitError `PORT_TAKEN`, `ADDRESS_UNUSABLE`. */
export async function listen(server: FastifyInstance, options: ListenOptions): Promise<Listening> {
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (error) {
    throw listenError(error, options);
  }
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    updateCertificates: ({ cert, key }) => {
      (server.server as unknown as HttpsServer).setSecureContext({ cert, key, minVersion: "TLSv1.2" });
    },
  };
}

/** The catalogue's error for a failed `listen` of any server; other errors come back as they are. */
export function listenError(error: unknown, { host, port, flag }: ListenOptions): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return new SoarkitError("PORT_TAKEN", { port, host, flag }, { cause: error });
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAFNOSUPPORT" || code === "ERR_SOCKET_BAD_PORT") {
    return new SoarkitError("ADDRESS_UNUSABLE", { port, host, flag, reason: messageOf(error) }, { cause: error });
  }
  return error;
}
