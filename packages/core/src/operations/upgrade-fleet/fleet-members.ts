import type { DatabaseUrl } from '../../config/config.js';
import type { Environment } from '../../config/environment.js';
import type { DatabaseIdentity, Driver } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import { badList } from './fleet-errors.js';
import type { FleetList, ListedEntry, ListProblem } from './fleet-source.js';

/** A database of a fleet that a run can be started on. */
export interface FleetMember {
  readonly name: string;
  readonly where: string;
  readonly url: DatabaseUrl;
  readonly identity: DatabaseIdentity;
}

/** What {@link fleetMembers} goes by. */
export interface FleetMembersOptions {
  readonly driver: Driver;
  /** Checks a URL and makes it fit to be shown. @throws OrchestrateError */
  readonly resolveUrl: (url: string) => DatabaseUrl;
  /** For what a URL leaves open. */
  readonly environment: Environment | undefined;
}

const KEYS = ['name', 'url', 'schema'];
const LONGEST_NAME = 200;

/**
 * The databases of a list, in its order, each once and with a name of its own.
 *
 * @throws OrchestrateError `FLEET.BAD_LIST`, naming every entry that cannot be used
 */
export function fleetMembers(list: FleetList, options: FleetMembersOptions): readonly FleetMember[] {
  const problems: ListProblem[] = [];
  const members: FleetMember[] = [];
  const byKey = new Map<string, FleetMember>();
  const byName = new Map<string, FleetMember>();
  for (const entry of list) {
    const member = 'message' in entry ? entry : memberOf(entry, options);
    if (!('name' in member)) {
      problems.push(member);
      continue;
    }
    const same = byKey.get(member.identity.key);
    const namesake = byName.get(member.name);
    if (same !== undefined) problems.push(duplicate(member, same));
    else if (namesake !== undefined) problems.push(sharedName(member, namesake));
    byKey.set(member.identity.key, same ?? member);
    byName.set(member.name, namesake ?? member);
    members.push(member);
  }
  if (problems.length > 0) throw badList(problems);
  return members;
}

function memberOf(
  { where, value }: ListedEntry,
  { driver, resolveUrl, environment }: FleetMembersOptions,
): FleetMember | ListProblem {
  const entry = entryOf(value);
  if (typeof entry === 'string') return { where, message: entry, fix: 'Give a URL, or { name, url, schema }.' };
  const schemaUrl = entry.schema === null ? entry.url : driver.urlOfSchema(entry.url, entry.schema);
  if (schemaUrl === null) {
    const message = 'names a schema, and these databases have none';
    return { where, message, fix: 'Leave "schema" out.' };
  }
  try {
    const url = resolveUrl(schemaUrl);
    const identity = driver.identify({ url: url.url, display: url.display, root: url.base, environment });
    const name = entry.name ?? identity.name;
    const why = whyUnfitName(name);
    if (why === null) return { name, where, url, identity };
    const shown = why === A_URL ? 'so' : JSON.stringify(name);
    return { where, message: `cannot be called ${shown}: ${why}`, fix: 'Give it a name of its own.' };
  } catch (error) {
    if (!(error instanceof OrchestrateError)) throw error;
    return { where, message: `cannot be used: ${error.message.replace(/\.$/, '')}`, fix: error.fix };
  }
}

/** The parts of an entry, or why it is none, to be read after its place. */
function entryOf(value: unknown): { url: string; name: string | null; schema: string | null } | string {
  if (typeof value === 'string') return value.trim() === '' ? 'is empty' : { url: value, name: null, schema: null };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is neither a URL nor an object';
  const unknown = Object.keys(value).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) return `has ${unknown.map(shownKey).join(', ')}, which means nothing here`;
  const { url, name = null, schema = null } = value as Readonly<Record<string, unknown>>;
  if (typeof url !== 'string' || url.trim() === '') return 'has no "url"';
  if (name !== null && typeof name !== 'string') return 'has a "name" that is no text';
  if (typeof schema === 'string' && looksLikeUrl(schema)) return 'has a "schema" that looks like a URL';
  // Half a character, which JSON can hold, goes into no URL.
  const isText = typeof schema === 'string' && schema !== '' && !/\p{Cs}/u.test(schema);
  if (schema !== null && !isText) return 'has a "schema" that is no text';
  return { url, name, schema };
}

/** With a quote in the wrong place, a URL with its password is the key. */
function shownKey(key: string): string {
  return /^\w{1,30}$/.test(key) ? `"${key}"` : 'a key that is no word';
}

/** With its slashes, or the one that a path keeps of them; or with a password. */
function looksLikeUrl(text: string): boolean {
  return /\w{2,}:\/|:[^/:@]*@/.test(text);
}

const A_URL = 'it looks like a URL, which may hold a password';

function whyUnfitName(name: string): string | null {
  if (looksLikeUrl(name)) return A_URL;
  if (name.trim() === '') return 'it is empty';
  if (name !== name.trim()) return 'it begins or ends with a blank';
  if (name.length > LONGEST_NAME) return `it has more than ${LONGEST_NAME} characters`;
  if (name.includes(',')) return 'a comma separates names on the command line';
  return /\p{Cc}/u.test(name) ? 'it has a control character in it' : null;
}

function duplicate({ where, name }: FleetMember, first: FleetMember): ListProblem {
  const message = `("${name}") is the same database as ${first.where} ("${first.name}")`;
  return { where, message, fix: 'Remove one of them.' };
}

function sharedName({ where, name }: FleetMember, first: FleetMember): ListProblem {
  const message = `is called "${name}", as ${first.where} is`;
  return { where, message, fix: 'Give each a name of its own.' };
}
