import { type AppFunction, renderExport, type SoarkitApp, succeed, textInput } from "@soarkit/app-sdk";
import { connectSoar, type SoarClient, soarConnectionFromConfig } from "@soarkit/soar-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SoarRig } from "../test-support/soar-rig.js";
import { testApp, testFunction } from "../test-support/test-app.js";
import { findInstalled, findReplaced, removeInstalled } from "./installed.js";

const echo: AppFunction = testFunction("echo", "repeat", () => succeed(1));
const app: SoarkitApp = {
  ...testApp(echo),
  customizations: () => ({
    destination: { name: "Test", programmaticName: "fn_test" },
    activityFields: { days: textInput(), shared: textInput() },
    workflows: [{ name: "Echo", programmaticName: "wf_echo", objectType: "artifact", description: "", steps: [{ function: "echo", preScript: "", postScript: "" }] }],
    rules: [{ name: "Example: Echo", objectType: "artifact", workflow: "wf_echo", activityFields: ["days", "shared"], conditions: [] }],
  }),
};
const document = renderExport(app);
const activity = (document.fields ?? []).filter(({ export_key: key }) => key?.startsWith("actioninvocation/"));

let rig: SoarRig;
let client: SoarClient;
beforeEach(async () => {
  rig = await new SoarRig().start();
  const sharedUuid = activity.find(({ name }) => name === "shared")?.uuid;
  const foreign = { id: 90, name: "Example: Echo", uuid: "99999999-0000-4000-8000-000000000001", view_items: [{ element: "field_uuid", content: sharedUuid }] };
  rig.answers.set("/actions", { entities: [foreign, { ...document.actions?.[0], id: 91 }, { id: 92, name: "Example: Old", uuid: "99999999-0000-4000-8000-000000000002", view_items: [] }] });
  rig.answers.set("/workflows", { entities: [{ ...document.workflows?.[0], workflow_id: 93 }] });
  rig.answers.set("/scripts", { entities: [{ id: 94, name: "Mine", uuid: "99999999-0000-4000-8000-000000000003" }] });
  rig.answers.set("/functions", { entities: [{ ...document.functions?.[0], id: 95 }, { id: 96, name: "old_echo", uuid: "99999999-0000-4000-8000-000000000004", view_items: [] }] });
  rig.answers.set("/types/__function/fields", (document.fields ?? []).filter(({ export_key: key }) => key?.startsWith("__function/")));
  rig.answers.set("/types/actioninvocation/fields", activity);
  rig.answers.set("/message_destinations", { entities: [{ ...document.message_destinations?.[0], id: 97 }] });
  client = await connectSoar(await soarConnectionFromConfig(rig.config(), { env: {}, log: rig.log }));
});
afterEach(async () => {
  await client.close();
  await rig.stop();
});

describe("what an app installed on a platform", () => {
  it("is found by its identity, users first; what others made or use is left alone", async () => {
    const found = await findInstalled({ client, app });
    expect(found.map(({ kind, path }) => [kind, path])).toEqual([
      ["rule", "/actions/91"],
      ["workflow", "/workflows/93"],
      ["function", "/functions/95"],
      ["function input", "/types/__function/fields/test_value"],
      ["function input", "/types/__function/fields/test_count"],
      ["function input", "/types/__function/fields/test_mode"],
      ["activity field", "/types/actioninvocation/fields/days"],
      ["message destination", "/message_destinations/97"],
    ]);
  });

  it("is removed one after the other, and what the platform keeps is told with its reason", async () => {
    rig.writeStatus.set("DELETE /workflows/93", 404);
    rig.writeStatus.set("DELETE /functions/95", 400);
    const removed = [];
    for await (const removal of removeInstalled(client, (await findInstalled({ client, app })).slice(0, 3))) removed.push(removal);
    expect(rig.written.map(({ method, path }) => `${method} ${path}`)).toEqual(["DELETE /rest/orgs/201/actions/91", "DELETE /rest/orgs/201/workflows/93", "DELETE /rest/orgs/201/functions/95"]);
    expect(removed.map(({ object, reason }) => [object.name, reason])).toEqual([["Example: Echo", undefined], ["Echo", expect.stringContaining("on its pages, then run this again")], ["echo", expect.stringContaining("used by something else")]]);
  });

  it("is found by its names when an older app left it", async () => {
    const replaced = { packageName: "fn_old", section: "old", rules: ["Example: Old"], functions: ["old_echo"], destination: "old" };
    expect((await findReplaced({ client, replaced })).map(({ kind, path }) => [kind, path])).toEqual([["rule", "/actions/92"], ["function", "/functions/96"]]);
  });
});
