export { integrationServerPermissions, type Accounts, type NewApiKey } from "./accounts/accounts.js";
export { permissionNames, type Permission, type Principal, type Role } from "./accounts/principal.js";
export { Platform, type PlatformOptions } from "./platform.js";
