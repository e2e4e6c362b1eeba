import { defineErrors } from "./define.js";

/** Errors of the room `intel-hub`: accounts, queries, imports. */
export const hubErrors = defineErrors({
});
