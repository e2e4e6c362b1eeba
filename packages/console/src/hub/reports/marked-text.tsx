import { Fragment } from "react";
import { defang } from "../../parts/defang.js";
import { usePreferences } from "../../parts/preferences.js";
import { Visible } from "../../parts/visible.js";
import type { ReportMark } from "../types.js";

/** The text of a report. Its words are text and nothing else; indicators are marked by type, those on the whitelist struck through. */
export function MarkedText({ body, marks }: { body: string; marks: readonly ReportMark[] }) {
  const { defang: harmless } = usePreferences();
  if (body === "") return <p className="sk-dimmed">The report has no text.</p>;
  const ends = [0, ...marks.map(({ end }) => end)];
  return (
    <div className="hub-report-text" translate="no">
      {marks.map((mark, index) => {
        const words = body.slice(mark.start, mark.end);
        const kind = `${mark.type.replaceAll("_", " ")}${mark.whitelisted ? ", whitelisted" : ""}`;
        return (
          <Fragment key={mark.start}>
            {body.slice(ends[index], mark.start)}
            <mark data-whitelisted={mark.whitelisted || undefined} title={kind}>
              <Visible text={harmless ? defang(mark.value) : words} />
              <span className="hub-mark-type">{kind}</span>
            </mark>
          </Fragment>
        );
      })}
      {body.slice(ends.at(-1))}
    </div>
  );
}
