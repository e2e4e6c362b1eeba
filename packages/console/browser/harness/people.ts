import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SoarkitFixture } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { Agent, request } from "undici";

const launcher = fileURLToPath(new URL("../../../cli/bin/soarkit.js", import.meta.url));

/** Where the platform's pages are. */
export function platformOf({ soarkit }: SoarkitFixture): string {
  return `https://127.0.0.1:${soarkit.run.ports.platform ?? 0}`;
}

/** Where the hub's pages are. */
export function hubOf({ soarkit }: SoarkitFixture): string {
  return `https://127.0.0.1:${soarkit.run.ports.hub ?? 0}`;
}

/** The one-time link that Soarkit printed for the platform or the hub. */
export function loginLink({ soarkit }: SoarkitFixture, origin: string): string {
  const link = [...soarkit.output().matchAll(/https:\S+\/login\/once\?token=\S+/g)].map(([text]) => text).find((text) => text.startsWith(origin));
  if (link === undefined) throw new Error(`Soarkit printed no login link for ${origin}:\n${soarkit.output()}`);
  return link;
}

/** Logs in with email and password as an administrator does, and waits for the list of incidents. */
export async function logIn(page: Page, system: SoarkitFixture): Promise<void> {
  const password = (await readFile(join(system.dataDir, "admin-password.txt"), "utf8")).trim();
  await page.goto(`${platformOf(system)}/login`);
  await page.getByLabel("Email").fill("admin@soarkit.local");
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("heading", { level: 1, name: /Incidents/ }).waitFor();
}

/** A new account of the hub, made by the local administrator; answers the password. */
export async function newHubAccount(system: SoarkitFixture, name: string, role: "admin" | "analyst"): Promise<string> {
  const made = (await hubCall(system, "POST", "/api/hub/accounts", { name, role })) as { password?: string };
  if (made.password === undefined) throw new Error("the hub answered no password");
  return made.password;
}

/** A new administrator of the hub; answers the password. */
export function newHubAdministrator(system: SoarkitFixture, name: string): Promise<string> {
  return newHubAccount(system, name, "admin");
}

/** Loads a file into the hub by command, as its local administrator. */
export function loadIntoHub({ dataDir }: SoarkitFixture, file: string, source: string): void {
  const load = spawnSync(process.execPath, [launcher, "hub", "import", file, "--source", source, "--data", dataDir], { encoding: "utf8", env: { ...process.env, HOME: dataDir, NO_COLOR: "1" } });
  if (load.status !== 0) throw new Error(`the load failed:\n${load.stdout}${load.stderr}`);
}

/** Logs in to the hub and waits for its overview. */
export async function logInToHub(page: Page, system: SoarkitFixture, user: string, password: string): Promise<void> {
  await page.goto(`${hubOf(system)}/login`);
  await page.getByLabel("User").fill(user);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Log in" }).waitFor({ state: "hidden" });
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** A call to the hub as its local administrator. */
export async function hubCall({ soarkit }: SoarkitFixture, method: "GET" | "POST", path: string, body?: unknown): Promise<unknown> {
  const agent = new Agent({ connect: { ca: await readFile(soarkit.run.ca_file, "utf8") } });
  try {
    const answer = await request(`https://${soarkit.run.host}:${soarkit.run.ports.hub ?? 0}${path}`, {
      dispatcher: agent,
      method,
      headers: { authorization: `Bearer ${soarkit.run.admin_token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.statusCode >= 300) throw new Error(`the hub answered ${answer.statusCode}: ${await answer.body.text()}`);
    return await answer.body.json();
  } finally {
    await agent.close();
  }
}

/** Runs `soarkit demo` with a sample report; answers the incident's id. */
export function runDemo({ dataDir }: SoarkitFixture, report = "machete"): number {
  const demo = spawnSync(process.execPath, [launcher, "demo", "--report", report, "--data", dataDir, "--json"], { encoding: "utf8", env: { ...process.env, HOME: dataDir, NO_COLOR: "1" } });
  const told = JSON.parse(demo.stdout) as { ok: boolean; incident?: { id: number } };
  if (!told.ok || told.incident === undefined) throw new Error(`the demo failed:\n${demo.stdout}${demo.stderr}`);
  return told.incident.id;
}
