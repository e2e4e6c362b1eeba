import * as z from "zod";

const conditionSchema = z.looseObject({
  field_name: z.string().min(1).max(300),
  method: z.string().min(1).max(50),
  value: z.unknown().optional(),
});

const filterSchema = z.looseObject({
  logic_type: z.enum(["all", "any"]).nullish().catch("all"),
  conditions: z.array(conditionSchema).max(100).nullish(),
});

const sortSchema = z.looseObject({ field_name: z.string().min(1).max(300), type: z.string().max(10).nullish() });

/** QueryDTO and QueryPaged (soar-protocol §1.9). */
export const querySchema = z
  .looseObject({
    start: z.number().int().min(0).max(1e9).nullish(),
    length: z.number().int().min(0).max(1e9).nullish(),
    filters: z.array(filterSchema).max(50).nullish(),
    sorts: z.array(sortSchema).max(10).nullish(),
  })
  .nullish();

/** One condition of a query. */
export interface Condition {
  readonly fieldName: string;
  readonly method: string;
  readonly value: unknown;
}

/** A checked query. Filters are alternatives; the conditions of one filter hold together, or any of them with `any`. */
export interface Query {
  readonly start: number;
  readonly length: number;
  readonly filters: readonly { readonly any: boolean; readonly conditions: readonly Condition[] }[];
  readonly sorts: readonly { readonly fieldName: string; readonly descending: boolean }[];
}

/** Most objects in one page. */
export const maxPage = 1_000;

/** A request's query with its defaults. @param length when none is asked for. */
export function toQuery(input: z.output<typeof querySchema>, length = maxPage): Query {
  return {
    start: input?.start ?? 0,
    length: Math.min(input?.length ?? length, maxPage),
    filters: (input?.filters ?? []).map((filter) => ({
      any: filter.logic_type === "any",
      conditions: (filter.conditions ?? []).map((condition) => ({ fieldName: condition.field_name, method: condition.method, value: condition.value })),
    })),
    sorts: (input?.sorts ?? []).map((sort) => ({ fieldName: sort.field_name, descending: sort.type?.toLowerCase() === "desc" })),
  };
}
