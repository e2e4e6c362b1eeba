import { defineErrors } from "./define.js";

/** Errors of the room `cli`: commands. */
export const cliErrors = defineErrors({
});
