import { defineErrors } from "./define.js";

/** Errors of the room `integration-server`: connection, dispatcher, journal. */
export const serverErrors = defineErrors({
});
