import type { SessionDTO } from "@soarkit/protocol";
import type { Authenticated } from "../http/auth.js";
import { sessionIdleTime } from "../accounts/sessions.js";
import type { Org } from "./org.js";

/** The login as DTO (soar-protocol §1.3), with our `permissions` beside IBM's members. */
export function sessionDTO(authenticated: Authenticated, org: Org, address: string): SessionDTO & { permissions: string[] } {
  const { principal, session } = authenticated;
  const common = {
    orgs: [
      {
        id: org.id,
        name: org.name,
        enabled: true,
        uuid: org.uuid,
        cloud_account: null,
        attachments_enabled: true,
        has_saml: false,
        require_saml: false,
        supports_ldap: false,
        incident_deletion_allowed: true,
        session_timeout: sessionIdleTime / 1000,
        perms: {},
        effective_permissions: [...principal.permissions],
        role_handles: [],
      },
    ],
    session_ip: address,
    permissions: [...principal.permissions],
  };
  if (principal.kind === "api_key") {
    return { ...common, api_key_handle: principal.id, client_id: principal.name, display_name: principal.displayName };
  }
  const [firstName = "", ...lastNames] = principal.displayName.split(" ");
  return {
    ...common,
    user_id: principal.id,
    user_email: principal.name,
    user_fname: firstName,
    user_lname: lastNames.join(" "),
    display_name: principal.displayName,
    ...(session === undefined ? {} : { csrf_token: session.csrfToken }),
  };
}
