// The hub of `npm run bench -- hub`, in a process of its own, so that its event loop and its memory are measured without the client's.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createLogger } from "@soarkit/runtime";
import { IntelHub } from "@soarkit/intel-hub";

const folder = process.argv[2] ?? "";
const certPem = await readFile(join(folder, "cert.pem"), "utf8");
const keyPem = await readFile(join(folder, "key.pem"), "utf8");
const unlimited = Number.MAX_SAFE_INTEGER;
const limits = { requestsPerMinute: unlimited, requestsPerDay: unlimited };
const hub = new IntelHub({ dataDir: folder, host: "127.0.0.1", port: 0, certificates: { certPem, keyPem }, log: createLogger({ name: "bench", level: "silent" }), trustar: { limits } });
const adminToken = "token-of-the-bench-which-only-it-knows";
hub.accounts.setLocalAdminToken(adminToken);
const { user, password } = await hub.accounts.ensureAdmin();
const key = await hub.trustar.ensureAccount({ name: "bench", enclaves: [] });
const { port } = await hub.start();
const delay = monitorEventLoopDelay({ resolution: 2 });
const milliseconds = (/** @type {number} */ nanoseconds) => Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : 0;

process.on("message", (word) => {
  if (word === "watch") {
    delay.reset();
    delay.enable();
    process.send?.({ watching: true });
  } else if (word === "seen") {
    delay.disable();
    // The timer that measures counts its own two milliseconds.
    process.send?.({ p50: milliseconds(delay.percentile(50)), p99: milliseconds(delay.percentile(99)), max: milliseconds(delay.max), rss: process.memoryUsage().rss });
  } else if (word === "stop") {
    void hub.stop().then(() => process.exit(0));
  }
});
process.send?.({ port, user, password, adminToken, key });
