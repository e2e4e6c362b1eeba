import type { IndicatorStore } from "../indicators/store.js";
import { isQuick } from "./quick.js";
import { recordText, type QueryRequest, type RecordText } from "./record-text.js";
import type { ReadThreads } from "./threads.js";

/** Searches for records. What an index answers is answered at once; a query that has to look at many records runs in a thread. */
export class Queries {
  constructor(
    private readonly indicators: IndicatorStore,
    private readonly threads: ReadThreads,
  ) {}

  /** @param gone - ends the query. @throws SoarkitError `HUB_QUERY_INVALID`, `HUB_QUERIES_BUSY`, `HUB_QUERY_ENDED`. */
  async records(request: QueryRequest, gone: AbortSignal): Promise<RecordText> {
    return isQuick(request.search[0]) ? recordText(this.indicators, request) : this.threads.run("records", request, gone);
  }
}
