import type { IncidentDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { until, useTrustar } from "../index.js";

/** The outside call is not there yet, is answered but not heard, or has just been heard. */
const moments = ["before", "during", "after"] as const;
type Moment = (typeof moments)[number];

/** How many rounds of each moment: one in CI, more by SOARKIT_CHAOS_ROUNDS. */
const rounds = Number(process.env["SOARKIT_CHAOS_ROUNDS"] ?? "1");

/** Hosts of one round: the incident's own, and one that a foreign report names beside it. */
interface Hosts {
  readonly own: string;
  readonly near: string;
}

interface UseCase {
  readonly name: string;
  /** The outside call around which the process is killed. */
  readonly call: RegExp;
  /** Prepares an incident, holds the call by `arm` and sets it off. */
  readonly start: (hosts: Hosts, arm: () => void) => Promise<IncidentDTO>;
  /** What must be so in the end. */
  readonly right: (incident: IncidentDTO, hosts: Hosts) => Promise<void>;
}

/** What a person starts; it is prepared, held and set off beside the others. */
interface ByHand extends Omit<UseCase, "start"> {
  readonly prepare: (hosts: Hosts) => Promise<IncidentDTO>;
  readonly choose: (incident: IncidentDTO, hosts: Hosts) => Promise<void>;
}

const submits = /^POST \/api\/1\.3\/reports$/;
const tags = /^POST \/api\/1\.3\/reports\/[^/]+\/tags$/;
const updates = /^PUT \/api\/1\.3\/reports\/[^/]+$/;
const correlates = /^GET \/api\/1\.3\/indicators\/related$/;
const deletes = /^DELETE \/api\/1\.3\/reports\/[^/]+$/;
const whitelists = /^POST \/api\/1\.3\/whitelist$/;
const searches = /^GET \/api\/1\.3\/indicators\/search$/;
const endsWhitelisting = /^DELETE \/api\/1\.3\/whitelist$/;

describe("kill -9 of the whole while an incident is shared with TruSTAR", () => {
  const system = useTrustar({ trustar_account_1: { tag: "chaos" }, trustar_account_2: { tag: "chaos" } });
  let count = 0;

  /** An incident of the workspace Demo, which is shared by itself. */
  const shared = async (own?: string): Promise<IncidentDTO> =>
    await system.incident("Killed while it is shared", { workspace: "Demo", artifacts: own === undefined ? [] : [{ type: "DNS Name", value: own }] });
  const submitted = async (own?: string): Promise<IncidentDTO> => {
    const incident = await shared(own);
    await system.ended(incident.id, "CaseCreated");
    return incident;
  };
  const completed = async (incidentId: number, rule: string): Promise<void> => {
    for (const { error, outcome } of await system.ended(incidentId, rule)) expect(error ?? outcome).toBe("completed");
  };
  /** The only report of an incident, tagged. */
  const onlyReport = async (incidentId: number, section = "trustar_account_2"): Promise<{ id: string; reportBody: string }> => {
    const enclave = await system.value(section, "enclave_ids_for_submission");
    const { items } = (await system.hub("GET", `reports?from=0&enclaveIds=${enclave}`, undefined, section)).body as { items: { externalTrackingId: string | null }[] };
    expect(items.filter(({ externalTrackingId }) => externalTrackingId === `RESILIENT${incidentId}`)).toHaveLength(1);
    const report = await system.report(incidentId, section);
    if (report === undefined) throw new Error(`incident ${incidentId} has no report`);
    const found = (await system.hub("GET", `reports/${report.id}/tags`, undefined, section)).body as { name: string }[];
    expect(found.filter(({ name }) => name === "chaos")).toHaveLength(1);
    return report;
  };
  /** One report that names the own host; the correlated host once as an artifact and once in a note; the deep link noted once. */
  const sharedOnce = async ({ id }: IncidentDTO, { own, near }: Hosts, section?: string): Promise<string> => {
    const report = await onlyReport(id, section);
    expect(report.reportBody).toContain(own);
    expect(report.reportBody).not.toContain(near);
    expect((await system.artifacts(id)).filter(({ value }) => value === near)).toHaveLength(1);
    const notes = await system.notes(id);
    expect(notes).toHaveLength(2);
    expect(notes.filter((text) => text.includes(report.id))).toHaveLength(1);
    expect(notes.filter((text) => text.includes(near))).toHaveLength(1);
    return report.reportBody;
  };
  const isWhitelisted = async (value: string): Promise<boolean> => JSON.stringify((await system.hub("GET", "whitelist?pageSize=1000")).body).includes(value);
  const whitelistRule = async (rule: string, incidentId: number, own: string): Promise<void> => {
    const artifact = (await system.artifacts(incidentId)).find(({ value }) => value === own);
    await system.choose(rule, incidentId, artifact?.id);
  };
  /** The one note that a workflow's post-process script writes. */
  const scriptNote = async (incidentId: number, words: string): Promise<void> => {
    await until(`a note says "${words}"`, 60_000, async () => ((await system.notes(incidentId)).some((text) => text.includes(words)) ? true : undefined));
    expect((await system.notes(incidentId)).filter((text) => text.includes(words))).toHaveLength(1);
  };

  /** Hosts of their own for the next incident, known together by a foreign report. */
  const newHosts = async (section?: string): Promise<Hosts> => {
    count += 1;
    const hosts = { own: `own-${count}.chaos-report.com`, near: `near-${count}.chaos-report.com` };
    await system.foreignReport(`Known ${count}`, `${hosts.own} and ${hosts.near}`, section);
    return hosts;
  };
  const killAt = async (moment: Moment): Promise<void> => {
    if (moment === "after") {
      system.proxy.release();
      await new Promise((resolve) => setTimeout(resolve, Math.floor(Math.random() * 20)));
    }
    await system.client.close();
    await system.soarkit.kill();
    system.proxy.release();
    await system.startSoarkit();
  };
  const hold = (call: RegExp, moment: Moment): Promise<void> => system.proxy.hold(call, moment === "before" ? "request" : "answer");

  const creation = async ({ own }: Hosts, arm: () => void): Promise<IncidentDTO> => {
    arm();
    return await shared(own);
  };
  const addition = async ({ own }: Hosts, arm: () => void): Promise<IncidentDTO> => {
    const incident = await submitted();
    arm();
    await system.addArtifact(incident.id, "DNS Name", own);
    return incident;
  };
  const afterRule = (rule: string) => async (incident: IncidentDTO, hosts: Hosts): Promise<void> => {
    await completed(incident.id, rule);
    await sharedOnce(incident, hosts);
  };
  const functionSubmits = "Rule for workflow: Submit report to TruSTAR";
  const functionDeletes = "Rule for workflow: Delete report in TruSTAR";

  const useCases: readonly UseCase[] = [
    { name: "2, submission", call: submits, start: creation, right: afterRule("CaseCreated") },
    { name: "2, tag", call: tags, start: creation, right: afterRule("CaseCreated") },
    { name: "3, update", call: updates, start: addition, right: afterRule("ArtifactCreated") },
    { name: "4, look-up of correlated indicators", call: correlates, start: addition, right: afterRule("ArtifactCreated") },
    {
      name: "5 and 6, closing",
      call: updates,
      start: async ({ own }, arm) => {
        const incident = await submitted(own);
        arm();
        await system.client.getPut<Record<string, unknown>>(`/incidents/${incident.id}`, (one) => ({ ...one, plan_status: "C", resolution_id: 10, resolution_summary: "All good" }));
        return incident;
      },
      right: async (incident, hosts) => {
        await completed(incident.id, "UpdateIncident");
        expect(await sharedOnce(incident, hosts)).toContain("Resolution Summary: All good");
      },
    },
    {
      name: "7, deletion",
      call: deletes,
      start: async ({ own }, arm) => {
        const incident = await submitted(own);
        arm();
        await system.client.delete(`/incidents/${incident.id}`);
        return incident;
      },
      right: async ({ id }) => {
        await until("the report is gone", 60_000, async () => ((await system.report(id)) === undefined ? true : undefined));
      },
    },
    {
      name: "8, whitelisting",
      call: whitelists,
      start: async ({ own }, arm) => {
        const incident = await submitted(own);
        arm();
        await whitelistRule("Whitelist in TruSTAR", incident.id, own);
        return incident;
      },
      right: async ({ id }, { own }) => {
        await completed(id, "Whitelist in TruSTAR");
        expect(await isWhitelisted(own)).toBe(true);
      },
    },
    {
      name: "8, end of a whitelisting",
      call: endsWhitelisting,
      start: async ({ own }, arm) => {
        const incident = await submitted(own);
        await whitelistRule("Whitelist in TruSTAR", incident.id, own);
        await completed(incident.id, "Whitelist in TruSTAR");
        expect(await isWhitelisted(own)).toBe(true);
        arm();
        await whitelistRule("Undo Whitelist in TruSTAR", incident.id, own);
        return incident;
      },
      right: async ({ id }, { own }) => {
        await completed(id, "Undo Whitelist in TruSTAR");
        expect(await isWhitelisted(own)).toBe(false);
      },
    },
    {
      name: "9, submission by a function",
      call: submits,
      start: async ({ own }, arm) => {
        const incident = await system.incident("Killed in a function", { artifacts: [{ type: "DNS Name", value: own }] });
        arm();
        await system.choose(functionSubmits, incident.id);
        return incident;
      },
      right: async ({ id }, { own }) => {
        await completed(id, functionSubmits);
        const report = await onlyReport(id, "trustar_account_1");
        expect(report.reportBody).toContain(own);
        await scriptNote(id, `submitted as report ${report.id}`);
      },
    },
    {
      name: "9, deletion by a function",
      call: deletes,
      start: async ({ own }, arm) => {
        const incident = await submitted(own);
        arm();
        await system.choose(functionDeletes, incident.id);
        return incident;
      },
      right: async ({ id }) => {
        await completed(id, functionDeletes);
        expect(await system.report(id)).toBeUndefined();
        await scriptNote(id, "the report was deleted (Done)");
      },
    },
  ];

  for (const { name, call, start, right } of useCases) {
    for (const moment of moments) {
      for (let round = 1; round <= rounds; round += 1) {
        it(`use case ${name}, ${moment} the outside call, round ${round}: the right state in the end, everything once`, async () => {
          const hosts = await newHosts();
          let held: Promise<void> | undefined;
          const incident = await start(hosts, () => {
            held = hold(call, moment);
          });
          await held;
          await killAt(moment);
          await right(incident, hosts);
        });
      }
    }
  }

  const rule = (name: string): string => `Rule for workflow: ${name}`;
  const onOwnArtifact = (name: string) => async ({ id }: IncidentDTO, { own }: Hosts): Promise<void> => await whitelistRule(rule(name), id, own);
  const plain = async ({ own }: Hosts): Promise<IncidentDTO> => await system.incident("Killed by hand", { artifacts: [{ type: "DNS Name", value: own }] });

  const byHand: readonly ByHand[] = [
    {
      name: "2, Send To TruSTAR",
      call: submits,
      prepare: plain,
      choose: async ({ id }) => await system.choose("Send To TruSTAR", id),
      right: async (incident, hosts) => {
        await completed(incident.id, "Send To TruSTAR");
        await sharedOnce(incident, hosts, "trustar_account_1");
      },
    },
    {
      name: "9b, priority of an indicator",
      call: searches,
      prepare: plain,
      choose: onOwnArtifact("Get priority score of indicator"),
      right: async ({ id }, { own }) => {
        await completed(id, rule("Get priority score of indicator"));
        await scriptNote(id, `the priority of ${own} is `);
      },
    },
    {
      name: "9c, correlated indicators",
      call: correlates,
      prepare: async ({ own }) => await submitted(own),
      choose: async ({ id }) => await system.choose(rule("Get correlated indicators from TruSTAR"), id),
      right: async ({ id }, { near }) => {
        await completed(id, rule("Get correlated indicators from TruSTAR"));
        await scriptNote(id, `1 correlated indicator(s)<br />${near} (URL)`);
      },
    },
    {
      name: "9e, whitelisting by a function",
      call: whitelists,
      prepare: plain,
      choose: onOwnArtifact("Whitelist in TruSTAR"),
      right: async ({ id }, { own }) => {
        await completed(id, rule("Whitelist in TruSTAR"));
        await scriptNote(id, `whitelisted ${own} (URL)`);
        expect(await isWhitelisted(own)).toBe(true);
      },
    },
    {
      name: "9f, end of a whitelisting by a function",
      call: endsWhitelisting,
      prepare: async (hosts) => {
        await system.hub("POST", "whitelist", [hosts.own]);
        expect(await isWhitelisted(hosts.own)).toBe(true);
        return await plain(hosts);
      },
      choose: onOwnArtifact("Undo whitelist in TruSTAR"),
      right: async ({ id }, { own }) => {
        await completed(id, rule("Undo whitelist in TruSTAR"));
        await scriptNote(id, `${own} is not whitelisted any more (Done)`);
        expect(await isWhitelisted(own)).toBe(false);
      },
    },
  ];

  // One kill cuts them all at the same moment: each has its incident, and none may disturb another.
  for (const moment of moments) {
    it(`what a person starts (${byHand.map(({ name }) => name).join("; ")}), all killed ${moment} their outside calls: the right state in the end, everything once`, async () => {
      const running = [];
      for (const one of byHand) {
        const hosts = await newHosts(one.call === submits ? "trustar_account_1" : undefined);
        running.push({ ...one, hosts, incident: await one.prepare(hosts) });
      }
      const held = running.map(({ call }) => hold(call, moment));
      for (const { choose, incident, hosts } of running) await choose(incident, hosts);
      await Promise.all(held);
      await killAt(moment);
      for (const { right, incident, hosts } of running) await right(incident, hosts);
    });
  }
});
