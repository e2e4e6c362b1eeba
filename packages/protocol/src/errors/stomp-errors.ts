import { defineErrors } from "./define.js";

/** Errors of the room `stomp`: connection and broker. */
export const stompErrors = defineErrors({
});
