/** The server version that this platform answers for: what IBM's clients of that version ask, it answers. */
export const serverVersion = {
  v: 51,
  r: 0,
  m: 0,
  f: 0,
  build_number: 0,
  major: 51,
  minor: 0,
  version: "51.0.0.0.0",
} as const;
