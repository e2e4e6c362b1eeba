import { Code } from "@mantine/core";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Nothing, Time } from "../../parts/time.js";
import type { IntegrationServer, LastError } from "./types.js";

/** Columns of the integration servers. */
export const serverColumns: Column<IntegrationServer>[] = [
  { id: "state", header: "State", width: "9rem", cell: (row) => <Tag kind="connection" value={row.connected === false ? "lost" : "connected"} /> },
  { id: "name", header: "Name", width: "13rem", cell: (row) => <span className="sk-one-line">{row.name}</span> },
  { id: "host", header: "Host", width: "10rem", cell: (row) => row.host ?? <Nothing /> },
  { id: "flight", header: "In flight", width: "5.5rem", align: "right", cell: (row) => row.in_flight ?? <Nothing /> },
  { id: "since", header: "Since", width: "8rem", cell: (row) => <Time at={row.connected === false ? (row.last_seen ?? null) : row.since} /> },
  { id: "destinations", header: "Reads", cell: (row) => (row.destinations.length === 0 ? <Nothing /> : <span className="sy-text">{row.destinations.join(", ")}</span>) },
];

/** Columns of the last errors. */
export const errorColumns: Column<LastError>[] = [
  { id: "at", header: "Time", width: "8rem", cell: (row) => <Time at={row.at} /> },
  { id: "code", header: "Code", width: "16rem", cell: (row) => (row.code == null ? <Nothing /> : <Code>{row.code}</Code>) },
  { id: "text", header: "What happened and what to do", cell: (row) => <span className="sy-text">{row.text}</span> },
];
