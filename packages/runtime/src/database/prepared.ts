import type { Compilable, CompiledQuery, Kysely, QueryResult } from "kysely";

/** Stands for a value while a statement is built. */
class Blank {
  constructor(readonly name: string) {}
}

/**
 * A statement that is built at its first use and then only run, each time with other values: building one costs more than running most of ours.
 * @param build the statement with these values; it must not look at them, and nothing in it may depend on anything else.
 * @example
 * const findNote = prepared((queries: Kysely<Tables>, { id }: { id: number }) => queries.selectFrom("notes").selectAll().where("id", "=", id));
 * const { rows } = await findNote(trx, { id: 7 });
 */
export function prepared<T, Values extends object, Row>(build: (queries: Kysely<T>, values: Values) => Compilable<Row>): (queries: Kysely<T>, values: Values) => Promise<QueryResult<Row>> {
  let known: { readonly statement: CompiledQuery<Row>; readonly names: number } | undefined;
  return (queries, values) => {
    const names = Object.keys(values);
    known ??= { statement: build(queries, Object.fromEntries(names.map((name) => [name, new Blank(name)])) as Values).compile(), names: names.length };
    if (names.length !== known.names) throw new Error(`a prepared statement is always given the same values; this time: ${names.join(", ")}`);
    const { statement } = known;
    const given = values as Readonly<Record<string, unknown>>;
    const parameters = statement.parameters.map((parameter) => (parameter instanceof Blank ? given[parameter.name] : parameter));
    return queries.executeQuery({ ...statement, parameters });
  };
}
