/** Ids of object types (soar-protocol §1.12 "Type ids"). */
export const ObjectType = {
  incident: 0,
  task: 1,
  note: 2,
  milestone: 3,
  artifact: 4,
  attachment: 5,
  actioninvocation: 6,
  __function: 11,
} as const;
export type ObjectTypeName = keyof typeof ObjectType;
