import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { TLSSocket } from "node:tls";
import type { SoarkitApp } from "@soarkit/app-sdk";
import { messageOf } from "@soarkit/protocol";
import { redactText } from "@soarkit/runtime";
import type { SettingsSources } from "../apps/app-settings.js";
import { readCertificate, readThreatServiceSettings, type ThreatServiceSettings } from "../threat-service/settings.js";
import { serviceUrl } from "../threat-service/service-url.js";
import type { SelftestStep } from "./selftest.js";

/** Asks the threat service of this machine as a platform tries it; nothing is tried when the configuration has none. */
export async function* tryThreatService(apps: readonly SoarkitApp[], sources: SettingsSources, timeoutMs: number): AsyncGenerator<SelftestStep> {
  const name = "Threat service";
  let settings: ThreatServiceSettings | undefined;
  try {
    settings = await readThreatServiceSettings(sources);
    if (settings?.certificateFile !== undefined) await readCertificate(settings.certificateFile, sources.config.file);
  } catch (error) {
    yield { name, outcome: "failed", ok: false, detail: redactText(messageOf(error)) };
    return;
  }
  if (settings === undefined) return;
  for (const { path } of apps.flatMap((app) => app.threatSearchers)) {
    yield await tryOne(`${name} ${path}`, serviceUrl(settings, path), settings, sources.config.file, timeoutMs);
  }
}

async function tryOne(name: string, url: string, settings: ThreatServiceSettings, configFile: string, timeoutMs: number): Promise<SelftestStep> {
  try {
    const status = await ask(url, settings, configFile, timeoutMs);
    if (status === 200) return { name, outcome: "ok", ok: true, detail: url };
    return { name, outcome: "failed", ok: false, detail: `${url} answered ${status}. Another program may have its port, or it runs with an older configuration: start it again.` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ECONNREFUSED") return { name, outcome: "skipped", ok: true, detail: `It does not run. It starts with the integration server and answers at ${url}.` };
    return { name, outcome: "failed", ok: false, detail: redactText(`${url} cannot be asked: ${messageOf(error)}`) };
  }
}

/** Posts the artifact that is answered at once (soar-protocol §5.2). The certificate must be the very one of the configuration. */
async function ask(url: string, { login, certificateFile }: ThreatServiceSettings, configFile: string, timeoutMs: number): Promise<number> {
  const auth = login === undefined ? {} : { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString("base64")}` };
  const options = { method: "POST", headers: { "content-type": "application/json", ...auth }, signal: AbortSignal.timeout(timeoutMs), agent: false as const };
  const own = certificateFile === undefined ? undefined : new X509Certificate((await readCertificate(certificateFile, configFile)).cert);
  const outgoing: ClientRequest = own === undefined ? plainRequest(url, options) : tlsRequest(url, { ...options, rejectUnauthorized: false });
  if (own !== undefined) {
    const [socket] = (await once(outgoing, "socket")) as [TLSSocket];
    await once(socket, "secureConnect");
    if (socket.getPeerCertificate().fingerprint256 !== own.fingerprint256) {
      outgoing.destroy();
      throw new Error(`its certificate is not the one in ${certificateFile ?? ""}; start the integration server again`);
    }
  }
  outgoing.end(JSON.stringify({ type: "net.name", value: "localhost" }));
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}
