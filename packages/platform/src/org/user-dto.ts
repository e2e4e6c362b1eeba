import type { PlatformQueries } from "../database.js";

/** JustUserDTO (soar-protocol §1.11). */
export interface UserDTO {
  id: number;
  fname: string;
  lname: string;
  display_name: string;
  status: string;
  email: string;
  phone: null;
  cell: null;
  title: null;
  notes: null;
  last_login: number | null;
  locked: boolean;
  is_external: boolean;
  role: string;
}

/** All users, or the one with this id. */
export async function readUsers(queries: PlatformQueries, id?: number): Promise<UserDTO[]> {
  let query = queries
    .selectFrom("users")
    .innerJoin("principals", "principals.id", "users.principal_id")
    .select(["principals.id", "principals.display_name", "users.email", "users.fname", "users.lname", "users.role", "users.status", "users.last_login"])
    .orderBy("users.email");
  if (id !== undefined) query = query.where("principals.id", "=", id);
  const rows = await query.execute();
  return rows.map((row) => ({ ...row, phone: null, cell: null, title: null, notes: null, locked: false, is_external: false }));
}
