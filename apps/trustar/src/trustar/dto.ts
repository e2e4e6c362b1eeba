import * as z from "zod";

/** A report as TruSTAR answers it (trustar-api §3.1); times are milliseconds, or ISO text of older servers. */
export const reportSchema = z.looseObject({
  id: z.string().min(1),
  title: z.string().nullish(),
  reportBody: z.string().nullish(),
  timeBegan: z.union([z.number(), z.string()]).nullish(),
  created: z.union([z.number(), z.string()]).nullish(),
  updated: z.union([z.number(), z.string()]).nullish(),
  externalUrl: z.string().nullish(),
  distributionType: z.string().nullish(),
  enclaveIds: z.array(z.string()).nullish(),
  externalTrackingId: z.string().nullish(),
});
export type Report = z.infer<typeof reportSchema>;

/** A report as it is sent: new, or in place of what is there. Null members are the server's to fill in. */
export interface ReportToSend {
  readonly title: string;
  readonly reportBody: string;
  /** ISO 8601 with offset. */
  readonly timeBegan: string;
  readonly externalUrl: string | null;
  readonly distributionType: "ENCLAVE";
  readonly externalTrackingId: string;
  readonly enclaveIds: readonly string[];
}

/** An indicator in lists of TruSTAR (trustar-api §2.1.8, §2.2). */
export const indicatorSchema = z.looseObject({ indicatorType: z.string().nullish(), value: z.string(), priorityLevel: z.string().nullish() });

/** An indicator with what TruSTAR knows about it (trustar-api §2.2.3); times are milliseconds, or ISO text of older servers. */
export const metadataSchema = indicatorSchema.extend({ correlationCount: z.number().nullish(), lastSeen: z.union([z.number(), z.string()]).nullish() });
export type IndicatorMetadata = z.infer<typeof metadataSchema>;

/** An indicator by type and value. */
export interface Indicator {
  readonly type: string;
  readonly value: string;
}

/** An enclave and what the account may do there (trustar-api §2.4). */
export const enclaveSchema = z.looseObject({ id: z.string(), name: z.string(), read: z.boolean().default(false), create: z.boolean().default(false), update: z.boolean().default(false) });
export type Enclave = z.infer<typeof enclaveSchema>;

/** One page of a list (trustar-api §1.9). */
export const pageSchema = z.looseObject({
  items: z.array(metadataSchema),
  hasNext: z.boolean().nullish(),
  pageNumber: z.number().nullish(),
  pageSize: z.number().nullish(),
  totalElements: z.number().nullish(),
});
export type Page = z.infer<typeof pageSchema>;

/** Whether a page is followed by another one; a server that does not say is asked by its count. */
export function hasNext(page: Page, number: number, size: number): boolean {
  if (page.items.length === 0) return false;
  if (typeof page.hasNext === "boolean") return page.hasNext;
  return typeof page.totalElements === "number" && (number + 1) * size < page.totalElements;
}
