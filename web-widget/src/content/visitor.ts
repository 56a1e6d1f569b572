import type { AccountType, Language, Role, Standing, SupportPlan } from '../wire';

/** The kind of visitor that somebody tries a question as, as the form asks for it. */
export interface Kind {
  readonly signedIn: boolean;
  readonly account: AccountType;
  readonly rank: Rank;
  readonly licensed: boolean;
  readonly plan: SupportPlan;
  /** The language of the page; empty where the page has none. */
  readonly page: Language | '';
}

/** A role without its license. */
export type Rank = 'member' | 'admin' | 'owner';

export const NOBODY: Kind = {
  signedIn: false,
  account: 'business',
  rank: 'member',
  licensed: true,
  plan: 'access',
  page: 'en',
};

const ROLES: Record<Rank, { with: Role; without: Role }> = {
  member: { with: 'licensed_member', without: 'member' },
  admin: { with: 'licensed_admin', without: 'admin' },
  owner: { with: 'owner', without: 'owner' },
};

/** The visitor's standing; `null` for somebody who is not signed in. */
export function standingOf(kind: Kind): Standing | null {
  if (!kind.signedIn) return null;
  const role = ROLES[kind.rank][kind.licensed ? 'with' : 'without'];
  return { account_type: kind.account, role, support_plan: kind.plan };
}
