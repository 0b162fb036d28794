/** Names that many extensions would think of, and what for. */
const REASONS: readonly (readonly [names: string, reason: string])[] = [
  [
    'config configs configuration configurations option options preference preferences property properties setting settings parameter parameters',
    'every extension has something to set',
  ],
  [
    'data datum detail details info item items entry entries element elements object objects record records row rows thing things value values',
    'it says nothing of what is in it',
  ],
  ['event events history log logs audit audits activity activities', 'every extension has something that happens'],
  [
    'attachment attachments document documents file files image images media upload uploads',
    'every extension may keep files',
  ],
  [
    'category categories group groups label labels list lists status statuses state states tag tags type types',
    'every extension has something to sort',
  ],
  [
    'account accounts customer customers member members membership memberships permission permissions profile profiles role roles session sessions team teams token tokens user users',
    'core or an extension for accounts has it, or will',
  ],
  [
    'cache caches job jobs lock locks message messages metadata meta migration migrations notification notifications queue queues task tasks version versions',
    'frameworks and libraries like the name too',
  ],
  [
    'comment comments note notes reaction reactions rating ratings review reviews',
    'whatever people write about may want it',
  ],
];

const BY_NAME: ReadonlyMap<string, string> = new Map(
  REASONS.flatMap(([names, reason]) => names.split(' ').map((name) => [name, reason] as const)),
);

/** Why a name will be thought of by others, too; null for one that says whose it is. */
export function genericReason(name: string): string | null {
  return BY_NAME.get(name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')) ?? null;
}
