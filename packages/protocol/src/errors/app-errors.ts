import { defineErrors } from "./define.js";

/** Errors of the room `app-sdk and the apps`: configuration, inputs, outside systems. */
export const appErrors = defineErrors({
});
