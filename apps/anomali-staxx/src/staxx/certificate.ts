import { isIP } from "node:net";
import { connect, type PeerCertificate } from "node:tls";

/** What a server shows at the start of a TLS connection. */
export interface ServerCertificate {
  subject: string;
  issuer: string;
  validTo: Date;
  /** For example `TLSv1.3`. */
  protocol: string;
}

/**
 * Reads a server's certificate for a report. It is not checked here and nothing is sent over the connection.
 *
 * @param timeoutMs - milliseconds for the whole
 * @throws Error when the server cannot be reached or does not speak TLS
 */
export async function readCertificate(host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<ServerCertificate> {
  const bare = host.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = connect({ host: bare, port, rejectUnauthorized: false, timeout: timeoutMs, ...(isIP(bare) === 0 ? { servername: bare } : {}) });
    const stop = (): void => void socket.destroy(new Error("stopped"));
    signal.addEventListener("abort", stop, { once: true });
    socket.once("close", () => signal.removeEventListener("abort", stop));
    socket.once("timeout", () => socket.destroy(new Error(`no answer within ${Math.round(timeoutMs / 1_000)} seconds`)));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      const certificate = socket.getPeerCertificate();
      resolve({ subject: nameOf(certificate.subject), issuer: nameOf(certificate.issuer), validTo: new Date(certificate.valid_to), protocol: socket.getProtocol() ?? "TLS" });
      socket.destroy();
    });
    if (signal.aborted) stop();
  });
}

function nameOf(name: PeerCertificate["subject"]): string {
  const one = (part: string | string[] | undefined): string => (Array.isArray(part) ? part.join(" ") : (part ?? ""));
  return one(name.CN) || one(name.O) || "an unnamed holder";
}
