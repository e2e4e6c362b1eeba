import * as z from "zod";

const roleSchema = z.enum(["analyst", "observer"]);
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  // Clients name workspaces in lists with commas; line ends and control characters would mislead.
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, "use one line without control characters");
const principalSchema = z.union([z.number().int(), z.string().min(1).max(300)]);

/** A new workspace. */
export const newWorkspaceSchema = z.looseObject({
  name: nameSchema,
  description: z.string().max(2000).nullish(),
  enabled: z.boolean().nullish(),
  uuid: z.string().max(100).nullish(),
});

/** What may be changed of a workspace; what is missing stays. */
export const workspaceChangeSchema = z.looseObject({
  vers: z.number().int(),
  name: nameSchema.optional(),
  description: z.string().max(2000).nullish(),
  enabled: z.boolean().nullish(),
});

/** The members of a workspace, all of them. */
export const membersSchema = z.looseObject({
  vers: z.number().int(),
  members: z.array(z.looseObject({ principal: principalSchema, role: roleSchema })).max(10_000),
});

/** Where one principal may work, all of it. */
export const rightsSchema = z.looseObject({
  everywhere: roleSchema.nullish(),
  workspaces: z.array(z.looseObject({ workspace: principalSchema, role: roleSchema })).max(10_000),
});
