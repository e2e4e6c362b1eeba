import { expect, it } from "vitest";
import { oldLinkTarget } from "./old-link.js";

it.each([
  ["#incidents/2101?orgId=201", "/incidents/2101"],
  ["#/incidents/2101?orgId=201", "/incidents/2101"],
  ["#incidents/2101", "/incidents/2101"],
  ["#cases/2101?orgId=201", "/incidents/2101"],
  ["#incidents/2101?task_id=7&orgId=201", "/incidents/2101/tasks/7"],
  ["#incidents/2101?taskId=7&tabName=details&orgId=201", "/incidents/2101/tasks/7"],
  ["#incidents/2101?tabName=notes", "/incidents/2101/notes"],
])("sends %s to %s", (hash, path) => {
  expect(oldLinkTarget(hash)).toBe(path);
});

it.each(["", "#main", "#incidents/", "#incidents/abc", "#incidents/1/../../x", "#incidents/2101?tabName=//evil"])("makes nothing of %j that leaves the page's own addresses", (hash) => {
  expect(oldLinkTarget(hash) ?? "/incidents/1").toMatch(/^\/incidents\/\d+$/);
});
