/** What a caller may see: the enclaves it may read, and whose narrowest records are its own. */
export interface Scope {
  readonly accountId: number;
  /** Administrators see every enclave, and the narrowest records that were loaded at this machine without an account. */
  readonly admin: boolean;
  /** Ids of the enclaves; `undefined` means every one. */
  readonly enclaves: readonly number[] | undefined;
}

/** The accounts whose TLP:RED records the caller sees: its own, and an administrator those of the machine. */
export function ownersSeen({ accountId, admin }: Scope): readonly number[] {
  return admin ? [accountId, 0] : [accountId];
}
