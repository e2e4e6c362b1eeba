import { defineErrors } from "./define.js";

/** Errors of the room `stomp`: connection and broker. */
export const stompErrors = defineErrors({
  STOMP_FRAME_INVALID: { class: "input", status: 400, retryable: false, text: "This is not a STOMP 1.2 frame: {reason}. Check that the peer speaks STOMP 1.2 on this port." },
  STOMP_HEADER_TOO_LARGE: { class: "limit", status: 431, retryable: false, text: "The headers of a STOMP frame are larger than {limit} bytes. Send large values in the body." },
  STOMP_BODY_TOO_LARGE: { class: "limit", status: 413, retryable: false, text: "The body of a STOMP frame is larger than {limit} bytes. Send less at once, for example a link to an attachment." },
  STOMP_NOT_CONNECTED: { class: "unavailable", status: 503, retryable: true, text: "There is no link to the message broker {host}:{port}. It is being restored; send again when it is there." },
  STOMP_LINK_LOST: { class: "unavailable", status: 503, retryable: true, text: "The link to the message broker {host}:{port} was lost before the receipt for {destination} came. Send again after the reconnect." },
  STOMP_RECEIPT_MISSING: { class: "unavailable", status: 504, retryable: true, text: "The message broker {host}:{port} gave no receipt for {destination} in {seconds} s. Look at the broker's log and its disk." },
  STOMP_SEND_REFUSED: { class: "permission", status: 403, retryable: false, text: "The message broker refused the message to {destination}: {reason}" },
  STOMP_CERTIFICATE_UNTRUSTED: { class: "configuration", status: 502, retryable: true, text: "The certificate of the message broker {host}:{port} is not trusted: {reason}. Name the file with its CA certificate in stomp_cafile or cafile." },
  STOMP_CERTIFICATE_NAME: { class: "configuration", status: 502, retryable: true, text: "The certificate of the message broker is not made for {host}: {reason}. Use the name that the certificate carries as stomp_host." },
  STOMP_UNREACHABLE: { class: "unavailable", status: 503, retryable: true, text: "The message broker {host}:{port} cannot be reached: {reason}. Check stomp_host, stomp_port and that it runs." },
  STOMP_SILENT: { class: "unavailable", status: 503, retryable: true, text: "The message broker {host}:{port} was silent for three heart-beats; the link was given up. Check the network between." },
  STOMP_CLOSED: { class: "unavailable", status: 503, retryable: true, text: "The message broker {host}:{port} closed the link." },
});
