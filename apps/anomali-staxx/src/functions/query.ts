import { defineFunction, succeed, type AppConfig, type AppFunction } from "@soarkit/app-sdk";
import type { StaxxConfig } from "../config/config.js";
import { functionUuids } from "../customizations/uuids.js";
import { StaxxClient } from "../staxx/client.js";
import { readStaxxDate } from "../staxx/dates.js";
import { queryForValue } from "../staxx/query-text.js";
import { textOf } from "../staxx/records.js";
import type { Sessions } from "../staxx/sessions.js";
import { queryInputs } from "./fields.js";
import { findOrigin } from "./origin.js";
import { prepareValue } from "./prepare-value.js";

/** The function `staxx_query`: the records that STAXX has for a value, newest first as STAXX sends them. */
export function staxxQuery(config: AppConfig<StaxxConfig>, sessions: Sessions): AppFunction {
  return defineFunction({
    name: "staxx_query",
    displayName: "Staxx Query",
    description: "Query Staxx for indicators based on an artifact value",
    uuid: functionUuids.staxx_query,
    inputs: queryInputs,
    config,
    inDoubt: "repeat",
    handler: async (inputs, context) => {
      const origin = await findOrigin(context);
      const prepared = prepareValue(inputs.staxx_indicator, origin, { purpose: "query", force: false, limit: context.config.max_tlp });
      const client = new StaxxClient({ http: context.http, address: context.config, sessions });
      await context.status(`Searching Anomali STAXX for ${prepared.value}, at most ${inputs.staxx_max_results} results`);
      const found = await client.query(queryForValue(prepared.value), inputs.staxx_max_results + 1);
      const content = found.slice(0, inputs.staxx_max_results);
      const more = found.length > content.length;
      await context.status(`Anomali STAXX returned ${content.length} ${content.length === 1 ? "record" : "records"}${more ? " and has more" : ""}`);
      const dates = content.map((record) => readStaxxDate(textOf(record, "date_last"), context.config.server_timezone));
      return succeed(content, {
        more,
        returned: content.length,
        outcome: { value: prepared.value, type: prepared.type, dates: dates.map((date) => date.display), times: dates.map((date) => date.iso) },
      });
    },
  });
}
