import { Button, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";
import { useTopic } from "../../live/topics.js";
import { Facts } from "../../parts/facts.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import { Duration, Time } from "../../parts/time.js";
import { duration } from "../../parts/time-format.js";
import { useSession } from "../../shell/session.js";
import { errorColumns, serverColumns } from "./columns.js";
import type { SystemHealth } from "./types.js";
import { certificateState, memberName, memberText, sizeText } from "./words.js";
import "./system.css";
import { Note } from "../action-status/note.js";

const permission = "administer";

/** System: integration servers, broker, scripts, certificates and the last errors. */
export function SystemPage() {
  if (!useSession().may(permission)) {
    return (
      <Page title="System">
        <Empty>You lack the permission {permission}. An administrator can grant it.</Empty>
      </Page>
    );
  }
  return <System />;
}

function System() {
  useTopic("system");
  const query = useQuery({ queryKey: ["system", "server", "health"], queryFn: ({ signal }) => get<SystemHealth>("/console/system", { signal }), staleTime: 0 });
  return (
    <Page
      title="System"
      aside={
        query.dataUpdatedAt === 0 ? null : (
          <span className="sk-dimmed">
            as of <Time at={query.dataUpdatedAt} form="full" />
          </span>
        )
      }
      actions={
        <Button size="xs" variant="default" leftSection={<IconRefresh size={14} aria-hidden="true" />} loading={query.isFetching && query.data !== undefined} onClick={() => void query.refetch()}>
          Measure again
        </Button>
      }
    >
      <Loaded query={query} what="The system's state could not be loaded">
        {(health) => <Health health={health} fetchedAt={query.dataUpdatedAt} />}
      </Loaded>
    </Page>
  );
}

function Health({ health, fetchedAt }: { health: SystemHealth; fetchedAt: number }) {
  return (
    <Stack gap="md">
      <CertificateNote until={health.certificates?.until ?? undefined} />
      <ClockNote skew={health.now - fetchedAt} />
      <dl className="sy-line">
        <Fact name="Version">{health.version}</Fact>
        <Fact name="Up for">
          <Duration since={health.started} />
        </Fact>
        <Fact name="Database">{sizeText(health.database_bytes)}</Fact>
        <Fact name="Memory">{sizeText(health.memory_bytes)}</Fact>
        <Fact name="Event loop">{`${health.event_loop_ms.mean.toFixed(1)} ms, at most ${health.event_loop_ms.max.toFixed(0)} ms`}</Fact>
        <Fact name="Certificate until">
          <Time at={health.certificates?.until ?? null} form="full" />
        </Fact>
      </dl>
      <div>
        <h2>Integration servers</h2>
        {health.integration_servers.length === 0 ? (
          <Text>None is connected. Actions wait until one is: start it with soarkit run, or resilient-circuits run.</Text>
        ) : (
          <ServerTable label="Integration servers" columns={serverColumns} rows={health.integration_servers} rowKey={(row) => `${row.name} ${row.host ?? ""} ${row.since ?? 0}`} rowName={(row) => row.name} minWidth="48rem" />
        )}
      </div>
      <div className="sy-columns">
        <Members name="Broker" members={health.broker} />
        <Members name="Scripts" members={health.scripts} />
      </div>
      <div>
        <h2>Last errors</h2>
        {health.last_errors.length === 0 ? <Text>None since the platform started.</Text> : <ServerTable label="Last errors" columns={errorColumns} rows={health.last_errors} rowKey={(row) => `${row.at} ${row.text}`} rowName={(row) => row.text} minWidth="40rem" />}
      </div>
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Members({ name, members }: { name: string; members: Readonly<Record<string, unknown>> | null | undefined }) {
  const items = Object.entries(members ?? {}).flatMap(([member, value]) => {
    const text = memberText(value);
    return text === undefined ? [] : [[memberName(member), text] as const];
  });
  if (items.length === 0) return null;
  return (
    <section aria-label={name}>
      <h2>{name}</h2>
      <Facts items={items} />
    </section>
  );
}

/** How far two clocks may be apart, milliseconds. */
const tolerated = 30_000;

function ClockNote({ skew }: { skew: number }) {
  if (Math.abs(skew) < tolerated) return null;
  return (
    <Note tone="warn" title={`The server's clock is ${duration(Math.abs(skew))} ${skew > 0 ? "ahead of" : "behind"} this computer's`}>
      Ages on all pages are wrong by as much. Set both clocks by the same time server.
    </Note>
  );
}

function CertificateNote({ until }: { until: number | undefined }) {
  const state = until === undefined ? "fine" : certificateState(until, Date.now());
  if (state === "fine") return null;
  return (
    <Note tone={state === "over" ? "error" : "warn"} title={state === "over" ? "The server's certificate has ended" : "The server's certificate ends soon"}>
      Programs that check it {state === "over" ? "refuse" : "will refuse"} to connect. Start Soarkit again: it makes a new one.
    </Note>
  );
}
