import type { SelftestContext, SelftestStep } from "@soarkit/app-sdk";
import { messageOf } from "@soarkit/protocol";
import type { StaxxConfig } from "./config/config.js";
import { StaxxClient } from "./staxx/client.js";
import { readStaxxDate } from "./staxx/dates.js";
import { textOf, type StaxxRecord } from "./staxx/records.js";
import { Sessions } from "./staxx/sessions.js";
import { readCertificate } from "./staxx/certificate.js";

type Context = SelftestContext<StaxxConfig>;

/** Clocks may differ by this many milliseconds before the selftest speaks of it. */
const clockTolerance = 120_000;

/** Tries what the app needs: certificate, login, a real query, the zone and clock of the server. */
export async function* selftest(context: Context): AsyncGenerator<SelftestStep> {
  const client = new StaxxClient({ http: context.http, address: context.config, sessions: new Sessions() });
  yield await tlsStep(context, client.baseUrl);
  try {
    await client.session();
    yield { name: `Log in to Anomali STAXX at ${client.baseUrl}`, outcome: "ok", detail: `logged in as ${context.config.staxx_user}` };
  } catch (error) {
    yield { name: `Log in to Anomali STAXX at ${client.baseUrl}`, outcome: "failed", detail: messageOf(error) };
    yield { name: "Search Anomali STAXX", outcome: "skipped", detail: "needs the login" };
    yield { name: "Compare dates with Anomali STAXX", outcome: "skipped", detail: "needs the search" };
    return;
  }
  try {
    const records = await client.query("confidence>=0", 1);
    yield { name: "Search Anomali STAXX", outcome: "ok", detail: records.length === 0 ? "the query works; STAXX has no indicators yet" : "the query works" };
    yield clockStep(context.config, records[0]);
  } catch (error) {
    yield { name: "Search Anomali STAXX", outcome: "failed", detail: messageOf(error) };
    yield { name: "Compare dates with Anomali STAXX", outcome: "skipped", detail: "needs the search" };
  }
}

async function tlsStep(context: Context, baseUrl: string): Promise<SelftestStep> {
  const { config } = context;
  const name = `Certificate of ${baseUrl}`;
  if (/^(false|no|off|0)$/i.test(config.verify)) {
    return { name, outcome: "ok", detail: "NOT checked, because verify is off in [fn_anomali_staxx]; anybody between can read the password. Set cafile and verify = true" };
  }
  if (config.https_proxy !== undefined) return { name, outcome: "skipped", detail: `checked at the login, through the proxy` };
  try {
    const certificate = await readCertificate(config.staxx_ip, config.staxx_port, config.timeout * 1_000, context.signal);
    const expired = certificate.validTo.getTime() < Date.now();
    return {
      name,
      outcome: expired ? "failed" : "ok",
      detail: `${certificate.protocol}, issued to ${certificate.subject} by ${certificate.issuer}, ${expired ? "expired" : "valid until"} ${certificate.validTo.toISOString().slice(0, 10)}; the login checks that it is trusted`,
    };
  } catch (error) {
    return { name, outcome: "failed", detail: `cannot be read: ${messageOf(error)}. Check staxx_ip and staxx_port, and that STAXX runs` };
  }
}

function clockStep(config: StaxxConfig, newest: StaxxRecord | undefined): SelftestStep {
  const name = "Compare dates with Anomali STAXX";
  if (newest === undefined) return { name, outcome: "skipped", detail: "there is no record to read a date from" };
  const date = readStaxxDate(textOf(newest, "date_last"), config.server_timezone);
  if (date.iso === null) return { name, outcome: "failed", detail: `the date "${date.text}" cannot be read; notes show it as it is` };
  const ahead = Date.parse(date.iso) - Date.now();
  if (ahead > clockTolerance) {
    return { name, outcome: "failed", detail: `the newest record is dated ${date.iso}, ${Math.round(ahead / 60_000)} minutes from now. Set server_timezone to the zone of STAXX (it is ${config.server_timezone}), or correct the clocks` };
  }
  return { name, outcome: "ok", detail: `the newest record is dated ${date.iso}, read in the zone ${config.server_timezone}` };
}
