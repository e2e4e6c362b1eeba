import { start } from "../shell/start.js";
import { HubPages } from "./pages.js";

start(<HubPages />);
