import { SoarkitError } from "@soarkit/protocol";
import { GuessThrottle } from "@soarkit/runtime";

const longestWait = 60_000;

/** Slows down guessing of people's passwords, by account and by address. API keys are too long to be guessed and are never slowed down. */
export class LoginThrottle {
  private readonly accounts: GuessThrottle;
  private readonly addresses: GuessThrottle;

  constructor(now: () => number = Date.now) {
    this.accounts = new GuessThrottle({ freeTries: 5, longestWait, now });
    this.addresses = new GuessThrottle({ freeTries: 20, longestWait, now });
  }

  /** @throws SoarkitError `LOGIN_THROTTLED` while the account or the address has to wait. */
  check(account: string, address: string): void {
    const wait = Math.max(this.accounts.wait(account), this.addresses.wait(address));
    if (wait > 0) throw new SoarkitError("LOGIN_THROTTLED", { seconds: Math.ceil(wait / 1000) });
  }

  failed(account: string, address: string): void {
    this.accounts.failed(account);
    this.addresses.failed(address);
  }

  /** The address keeps its failures: one right login does not clear the guesses made from there. */
  succeeded(account: string): void {
    this.accounts.succeeded(account);
  }
}
