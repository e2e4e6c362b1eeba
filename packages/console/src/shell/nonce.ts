import { setNonce } from "get-nonce";

/** The nonce of this page's content policy; style elements need it. */
export const styleNonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

setNonce(styleNonce);
