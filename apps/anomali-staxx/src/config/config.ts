import { parseTlp, type Tlp } from "@soarkit/indicators";
import * as z from "zod";
import { isTimeZone } from "../staxx/dates.js";

function wholeNumber(key: string, low: number, high: number): z.ZodType<number, string> {
  return z.string().trim().transform((text, context) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    context.addIssue({ code: "custom", message: `${key} must be a whole number from ${low} to ${high}` });
    return z.NEVER;
  });
}

function required(key: string, what: string): z.ZodType<string, string | undefined> {
  return z.string(`${key} is missing: ${what}`).trim().min(1, `${key} is empty: ${what}`);
}

/** An optional key whose empty value means the same as none. */
const optionalText = z.string().trim().optional().transform((text) => (text === "" ? undefined : text));

/** The section `[fn_anomali_staxx]`, or `[staxx]` of the older app (staxx-api §3.1). */
export const configSchema = z.object({
  staxx_ip: required("staxx_ip", "give the host name or address of Anomali STAXX")
    .refine((host) => !/[/@?#\s]/.test(host), "staxx_ip must be a host name or address alone, without https:// and without a path"),
  staxx_port: wholeNumber("staxx_port", 1, 65_535).default(8080),
  staxx_user: required("staxx_user", "give the name of the STAXX account"),
  staxx_password: z.string("staxx_password is missing: give the password of the STAXX account").min(1, "staxx_password is empty: give the password of the STAXX account"),
  http_proxy: optionalText,
  https_proxy: optionalText,
  /** `true`, `false`, or the path of a PEM file; the connection reads it. */
  verify: z.string().trim().min(1, "verify must be true, false or the path of a PEM file").default("true"),
  cafile: optionalText,
  timeout: wholeNumber("timeout", 1, 3600).default(30),
  server_timezone: z.string().trim().default("UTC").refine(isTimeZone, "server_timezone must be a time zone such as UTC or Europe/Berlin"),
  max_tlp: z.string().default("AMBER").transform((text, context): Tlp => {
    const label = parseTlp(text);
    if (label !== undefined) return label;
    context.addIssue({ code: "custom", message: "max_tlp must be one of WHITE, GREEN, AMBER, AMBER+STRICT, RED" });
    return z.NEVER;
  }),
  indicator_types: z.string().trim().toLowerCase().default("standard").pipe(z.enum(["standard", "full"], "indicator_types must be standard or full")),
  read_back_seconds: wholeNumber("read_back_seconds", 0, 300).default(5),
});

/** The app's configuration after reading. */
export type StaxxConfig = z.output<typeof configSchema>;
