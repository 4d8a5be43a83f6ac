/**
 * The workspace's own tables. Only what every SQL database has: texts and integers. Instants are ISO 8601 texts in
 * UTC, so they sort as they stand; lists of permissions are separated by spaces, as OAuth writes scopes.
 */
export interface Tables {
  workspace_settings: { name: string; value: string };
  workspace_organisation: { id: string; name: string; plan: string };
  workspace_people: {
    id: string;
    email: string;
    name: string;
    role: string;
    /** 1 or 0. */
    active: number;
    permissions: string;
    password_hash: string;
  };
  workspace_teams: { id: string; name: string; permissions: string };
  workspace_team_members: { team_id: string; person_id: string; role: string };
  workspace_sessions: { id_hash: string; person_id: string; expires_at: string };
  workspace_agents: {
    id: string;
    name: string;
    /** `null`: the whole organisation's. */
    team_id: string | null;
    created_at: string;
  };
  workspace_intakes: { id: string; name: string; team_id: string };
  /** What people and the admin agent said to each other. No token is in it: those are masked before they come here. */
  workspace_chat_messages: {
    /** Begins with the instant, so that IDs sort as the messages came. */
    id: string;
    person_id: string;
    /** `person` or `agent`. */
    role: string;
    text: string;
    /** What stands below the text, as JSON. */
    cards: string;
  };
  workspace_work_items: {
    id: string;
    intake_id: string;
    status: string;
    /** Empty once it is done. */
    payload: string;
    result: string | null;
    error: string | null;
    created_at: string;
  };
  /** The request that each work item came from, so that a retry adds nothing. Deleted with the work item. */
  workspace_work_requests: {
    intake_id: string;
    /** The owner of the key: its kind, a colon, and its ID. */
    sender: string;
    request_key: string;
    /** Of the payload, which is deleted when the work is done. */
    fingerprint: string;
    work_id: string;
  };
}
