import { Button } from "@mantine/core";
import { lazy } from "react";
import { Link, Route, Routes } from "react-router";
import { Page } from "../parts/page.js";
import { Empty } from "../parts/states.js";
import { HubFrame } from "./frame/frame.js";
import { LoginPage } from "./login/login.js";
import { OverviewPage } from "./overview/overview.js";
import { SearchPage } from "./search/search.js";
import "./hub.css";

const IndicatorPage = lazy(() => import("./indicator/indicator.js").then((module) => ({ default: module.IndicatorPage })));
const IndicatorByValue = lazy(() => import("./indicator/by-value.js").then((module) => ({ default: module.IndicatorByValue })));
const ImportPage = lazy(() => import("./imports/import.js").then((module) => ({ default: module.ImportPage })));
const LoadsPage = lazy(() => import("./loads/loads.js").then((module) => ({ default: module.LoadsPage })));
const LoadPage = lazy(() => import("./loads/load.js").then((module) => ({ default: module.LoadPage })));
const ApprovalsPage = lazy(() => import("./approvals/list.js").then((module) => ({ default: module.ApprovalsPage })));
const JobPage = lazy(() => import("./approvals/job.js").then((module) => ({ default: module.JobPage })));
const WarningListsPage = lazy(() => import("./warning-lists/warning-lists.js").then((module) => ({ default: module.WarningListsPage })));
const ReportsPage = lazy(() => import("./reports/list.js").then((module) => ({ default: module.ReportsPage })));
const ReportPage = lazy(() => import("./reports/report.js").then((module) => ({ default: module.ReportPage })));
const WhitelistPage = lazy(() => import("./whitelist/whitelist.js").then((module) => ({ default: module.WhitelistPage })));
const EnclavesPage = lazy(() => import("./enclaves/enclaves.js").then((module) => ({ default: module.EnclavesPage })));
const AccountsPage = lazy(() => import("./accounts/accounts.js").then((module) => ({ default: module.AccountsPage })));
const FeedsPage = lazy(() => import("./feeds/feeds.js").then((module) => ({ default: module.FeedsPage })));
const SettingsPage = lazy(() => import("../platform/settings/index.js").then((module) => ({ default: module.SettingsPage })));

/** Addresses of the hub's pages (console.md §2.3). */
export function HubPages() {
  return (
    <Routes>
      <Route path="/login/*" element={<LoginPage />} />
      <Route element={<HubFrame />}>
        <Route index element={<OverviewPage />} />
        <Route path="/search" element={<SearchPage />} />
        <Route path="/browse/search" element={<SearchPage />} />
        <Route path="/indicators" element={<IndicatorByValue />} />
        <Route path="/indicators/:id" element={<IndicatorPage />} />
        <Route path="/detail/*" element={<IndicatorByValue />} />
        <Route path="/import" element={<ImportPage />} />
        <Route path="/load" element={<LoadsPage />} />
        <Route path="/load/:id" element={<LoadPage />} />
        <Route path="/approvals" element={<ApprovalsPage />} />
        <Route path="/approvals/:job" element={<JobPage />} />
        <Route path="/warning-lists" element={<WarningListsPage />} />
        <Route path="/feeds" element={<FeedsPage />} />
        <Route path="/reports" element={<ReportsPage />} />
        <Route path="/reports/:guid" element={<ReportPage />} />
        <Route path="/whitelist" element={<WhitelistPage />} />
        <Route path="/enclaves" element={<EnclavesPage />} />
        <Route path="/accounts" element={<AccountsPage />} />
        <Route path="/settings" element={<SettingsPage />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

function NotFound() {
  return (
    <Page title="There is no page here">
      <Empty
        action={
          <Button component={Link} to="/">
            Overview
          </Button>
        }
      >
        The address may be mistyped, or the page belongs to another version of Soarkit.
      </Empty>
    </Page>
  );
}
