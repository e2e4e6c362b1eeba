import { defineErrors } from "./define.js";

/** Errors of the room `platform`: accounts, incidents, rules, workflows, scripts, messaging. */
export const platformErrors = defineErrors({
});
