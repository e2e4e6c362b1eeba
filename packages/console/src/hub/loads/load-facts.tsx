import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { Facts } from "../../parts/facts.js";
import { sizeText } from "../../parts/size.js";
import { Time } from "../../parts/time.js";
import { duration } from "../../parts/time-format.js";
import { searchPath } from "../api.js";
import { tlpWord } from "../imports/settings-fields.js";
import { quoted } from "../search/query-text.js";
import { LeftOutTable } from "./left-out-table.js";
import type { LoadDetail } from "./types.js";
import { formatNames, typeCounts } from "./words.js";

/** What a load brought, who loaded it how, and what it left out. */
export function LoadFacts({ load }: { load: LoadDetail }) {
  const { settings, types, added, changed, known, ended, skipped, left_out: leftOut } = load;
  const number = (value: number) => value.toLocaleString("en");
  const { source } = settings;
  return (
    <>
      <dl className="hub-counts">
        {([["Added", added], ["Changed", changed], ["Known already", known], ["Ended", ended], ["Left out", skipped]] as const).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{number(value)}</dd>
          </div>
        ))}
      </dl>
      <Facts
        items={[
          ["By type", typeCounts(types)],
          ["Records", source === undefined || added + known + changed === 0 ? null : <Anchor key="records" component={Link} to={searchPath(`source = ${quoted(source)}`)} size="md">Records of {source}</Anchor>], // prettier-ignore
          ["Loaded by", load.account_name],
          ["Sent", <Time key="sent" at={load.created} form="full" />],
          ["Ended", load.finished === 0 ? null : <span key="ended"><Time at={load.finished} form="full" />{load.started === 0 ? "" : `, after ${duration(load.finished - load.started)}`}</span>], // prettier-ignore
          ["File", `${formatNames[load.format]}, ${sizeText(load.size)}`],
          ["Feed", settings.feed],
          ["For values that say nothing", defaultsOf(settings)],
          ["Licence", settings.licence],
        ]}
      />
      {skipped === 0 ? null : (
        <section aria-label="What was left out">
          <h2 className="hub-section">Left out {number(skipped)}</h2>
          <LeftOutTable entries={leftOut} total={skipped} />
        </section>
      )}
    </>
  );
}

function defaultsOf({ tlp, confidence, severity, threatType, expires }: LoadDetail["settings"]) {
  const given = [...(tlp === undefined ? [] : [tlpWord(`TLP:${tlp}`)]), ...(confidence === undefined ? [] : [`confidence ${confidence}`]), ...(severity === undefined ? [] : [`severity ${severity}`]), ...(threatType === undefined ? [] : [threatType])];
  if (given.length === 0 && expires === undefined) return null;
  return (
    <span>
      {given.join(", ")}
      {expires === undefined ? null : (
        <>
          {given.length > 0 ? ", until " : "until "}
          <Time at={expires} form="full" />
        </>
      )}
    </span>
  );
}
