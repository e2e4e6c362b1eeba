/** One organisation in a login answer (soar-protocol §1.3). */
export interface SessionOrgDTO {
  id: number;
  name: string;
  enabled: boolean;
  uuid: string;
  cloud_account: string | null;
}

/** Answer of `GET|POST /rest/session` (soar-protocol §1.3). */
export interface SessionDTO {
  orgs: SessionOrgDTO[];
  session_ip: string;
  user_id?: number;
  user_email?: string;
  user_fname?: string;
  user_lname?: string;
  csrf_token?: string;
  api_key_handle?: number;
  client_id?: string;
  display_name?: string;
}

/** Who did something: a user or an API key (soar-protocol §1.11 "creator_principal"). */
export interface PrincipalDTO {
  id: number;
  type: "user" | "apikey" | "system";
  name: string;
  display_name: string;
}
