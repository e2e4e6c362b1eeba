import { createAppHttp } from "@soarkit/app-sdk";
import { IntelHub, type OutgoingSettings } from "@soarkit/intel-hub";
import type { Certificates, Lifecycle, Logger } from "@soarkit/runtime";
import { proxiesOfEnvironment } from "@soarkit/soar-client";
import { consoleFolder } from "../context/paths.js";
import { isLost, type KnownValue } from "./known-value.js";
import type { UpOptions } from "./options.js";

/** The hub account that the integration server uses. */
const serverAccount = "soarkit";

/** A hub that runs, and what the STAXX app needs to log in to it. */
export interface StartedHub {
  hub: IntelHub;
  port: number;
  /** Logs the hub's administrator in once, within 10 minutes. */
  loginToken: string;
  credentials: Record<string, string>;
  updateCertificates(certificates: Certificates): void;
}

/** Starts the hub with an account for the integration server. A password that was lost is replaced. */
export async function startHub({ options, certificates, adminToken, log, lifecycle, known }: { options: UpOptions; certificates: Certificates; adminToken: string; log: Logger; lifecycle: Lifecycle; known: KnownValue }): Promise<StartedHub> {
  const consoleDir = consoleFolder();
  const pages = { ...(consoleDir === undefined ? {} : { consoleDir }), ...(options.warningLists === undefined ? {} : { warningLists: options.warningLists }) };
  const hub = new IntelHub({ dataDir: options.dataDir, host: options.host, port: options.hubPort, certificates, log: log.child({ part: "hub" }), outgoing, ...pages });
  lifecycle.onStop("hub", () => hub.stop());
  const { port } = await hub.start();
  hub.accounts.setLocalAdminToken(adminToken);
  const admin = await hub.accounts.ensureAdmin();
  const account = await hub.accounts.ensureAccount(serverAccount, "analyst");
  const password = account.password ?? (isLost(known("staxx_password")) ? await hub.accounts.renewPassword(serverAccount) : undefined);
  return {
    hub,
    port,
    loginToken: await hub.accounts.createLoginLink({ minutes: 10, user: admin.user }),
    credentials: { staxx_user: account.user, ...(password === undefined ? {} : { staxx_password: password }) },
    updateCertificates: (renewed) => hub.updateCertificates(renewed),
  };
}

/** Feeds call their servers as apps do: through the proxies of the environment, unless a feed names its own. */
function outgoing({ verify, allowHttp, ca, proxy }: OutgoingSettings) {
  return createAppHttp({ verify, allowHttp, ...(ca === undefined ? {} : { ca }), ...(proxy === undefined ? { environmentProxies: proxiesOfEnvironment(process.env) } : { proxies: { http: proxy, https: proxy } }) });
}
