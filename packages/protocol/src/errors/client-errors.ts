import { defineErrors } from "./define.js";

/** Errors of the room `soar-client`: calls to a SOAR platform. */
export const clientErrors = defineErrors({
});
