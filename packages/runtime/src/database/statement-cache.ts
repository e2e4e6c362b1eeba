import type BetterSqlite from "better-sqlite3";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/** How many prepared statements one connection keeps; the least recently used goes first. */
const capacity = 500;

/**
 * Lets kysely reuse prepared statements: preparing costs more than running most of ours.
 * Streaming reads get a statement of their own, because a busy one refuses a second run.
 */
export class StatementCache implements SqliteDatabase {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(private readonly connection: BetterSqlite.Database) {}

  close(): void {
    this.statements.clear();
    this.connection.close();
  }

  prepare(sql: string): SqliteStatement {
    const known = this.statements.get(sql);
    if (known !== undefined) {
      this.statements.delete(sql);
      this.statements.set(sql, known);
      return known;
    }
    const statement = this.connection.prepare(sql);
    const prepared: SqliteStatement = {
      reader: statement.reader,
      all: (parameters) => statement.all(...parameters),
      run: (parameters) => statement.run(...parameters),
      iterate: (parameters) => this.connection.prepare(sql).iterate(...parameters),
    };
    this.statements.set(sql, prepared);
    const [oldest] = this.statements.keys();
    if (this.statements.size > capacity && oldest !== undefined) this.statements.delete(oldest);
    return prepared;
  }
}
