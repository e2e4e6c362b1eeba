import { createTrustarApp } from "./app.js";

/** The app as the integration server finds it. */
export default createTrustarApp();
