export { IncidentPage } from "./page/incident-page.js";
