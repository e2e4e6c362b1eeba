import { type ConfigFile, type RunFile, readConfigFile } from "@soarkit/runtime";
import { type Agent, request } from "undici";
import { localAgent } from "../context/local-http.js";

/** A report as the hub shows it. */
export interface HubReport {
  readonly id: string;
  readonly reportBody: string;
}

/** The reports of the demo's TruSTAR account, asked of the hub itself: the demo looks there, past the app. */
export class HubReports {
  private constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly agent: Agent,
  ) {}

  /** Logs in with the account of a section. @param section - for example `trustar_account_2` */
  static async open(run: RunFile, section: string): Promise<HubReports> {
    const config: ConfigFile = await readConfigFile(run.config_file);
    const read = (key: string): string => config.get(section, key) ?? "";
    const agent = await localAgent(run);
    const authorization = `Basic ${Buffer.from(`${read("user_api_key")}:${read("user_api_secret")}`).toString("base64")}`;
    const answer = await request(`${read("url")}/oauth/token?grant_type=client_credentials`, { method: "POST", dispatcher: agent, headers: { authorization } });
    const body = (await answer.body.json()) as { access_token?: string };
    if (body.access_token === undefined) throw new Error(`The hub refused the login of [${section}] (${answer.statusCode}).`);
    return new HubReports(read("url"), body.access_token, agent);
  }

  /** The report of an incident; undefined when there is none. */
  async of(incidentId: number): Promise<HubReport | undefined> {
    const answer = await request(`${this.url}/api/1.3/reports/RESILIENT${incidentId}?idType=external`, { dispatcher: this.agent, headers: { authorization: `Bearer ${this.token}` } });
    if (answer.statusCode === 200) return (await answer.body.json()) as HubReport;
    await answer.body.dump();
    if (answer.statusCode === 404) return undefined;
    throw new Error(`The hub answered ${answer.statusCode} to the look-up of a report.`);
  }

  async close(): Promise<void> {
    await this.agent.close();
  }
}
