import { start } from "../shell/start.js";
import { PlatformPages } from "./pages.js";

start(<PlatformPages />);
