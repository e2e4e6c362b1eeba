import { Clients } from "./trustar/clients.js";
import { IncidentQueue } from "./use-cases/incident-queue.js";
import { type Participant, Participants } from "./use-cases/participants.js";
import { shareIncident } from "./use-cases/share.js";

/** What the actions and functions of one app share. */
export class Parts {
  readonly clients = new Clients();
  readonly queue = new IncidentQueue<Participant>();

  /** Brings an incident's report up to date, together with everybody else who asks for it at the same time. */
  share(incidentId: number, participant: Participant): Promise<string> {
    return this.queue.join(incidentId, participant, participant.asked, ([first, ...others]) => shareIncident(incidentId, new Participants([first as Participant, ...others]), this.clients));
  }
}
