// Lists of databases as scripts and people write them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redactUrl } from '../../config/redact-url.js';
import { driverFor } from '../../database/driver-for.js';
import { OrchestrateError } from '../../errors.js';
import { evil, fuzz, mutated } from '../../fuzz.test-support.js';
import { fleetMembers } from './fleet-members.js';
import type { FleetList } from './fleet-source.js';
import { parseFleetDocument } from './parse-fleet-document.js';
import { parseFleetLines } from './parse-fleet-lines.js';

const SECRET = 'geheim';
const pick = <Value>(...values: Value[]) => fc.constantFrom(...values);
const url = pick(
  `postgresql://app:${SECRET}@db:5432/acme`,
  `postgres://app:${SECRET}@[::1]/a?schema=b`,
  `POSTGRESQL://app:${SECRET}%40@db/acme?sslmode=require#x`,
  'file:./a.db',
  'file:/srv/t.db?mode=ro',
);
const name = fc.oneof(pick('acme', 'The Acme Company', 'é', ' x ', 'a,b', ''), evil);
const strange = fc.oneof(url, evil, fc.jsonValue({ maxDepth: 2 }), pick<unknown>(null, 1, [], {}, true));
const entry = fc.oneof(
  url,
  fc.record({ name, url, schema: pick('a', 'b"c') }, { requiredKeys: ['url'] }),
  fc.record({ name: strange, url: strange, schema: strange, extra: strange }, { requiredKeys: [] }),
  strange,
);
const line = fc.oneof(
  url,
  fc.tuple(name, pick('=', '\t', ' = '), url).map((parts) => parts.join('')),
  evil,
  pick('# x', ''),
);
const lines = mutated(
  fc.array(line, { maxLength: 5 }).map((all) => all.join('\n')),
  2,
);
const document = fc.oneof(
  mutated(
    fc.array(entry, { maxLength: 4 }).map((all) => JSON.stringify(all, null, 1)),
    3,
  ),
  mutated(
    fc
      .array(fc.tuple(pick('- ', '- &a ', '- *a # ', '-  '), entry), { maxLength: 4 })
      .map((all) => all.map(([mark, each]) => `${mark}${JSON.stringify(each)}\n`).join('')),
    2,
  ),
);

const drivers = { sqlite: await driverFor('sqlite'), postgresql: await driverFor('postgresql') };

/** What of these words tells a password; where it is no longer at its place in a URL, nobody can know that it is one. */
function secretsIn(said: string, text: string): readonly string[] {
  const isElsewhere = text.replaceAll(/:\/\/app:geheim(?:%40)?@/gi, '').includes(SECRET);
  return !isElsewhere && said.includes(SECRET) ? [said] : [];
}

function expectMembers(list: FleetList, text: string): void {
  for (const [provider, driver] of Object.entries(drivers)) {
    const resolveUrl = (given: string) => {
      const isTheirs = (provider === 'sqlite') === given.toLowerCase().startsWith('file:');
      const refused = { kind: 'usage', code: 'X', message: 'It is of another kind.', fix: 'Correct it.' } as const;
      if (!isTheirs) throw new OrchestrateError(refused);
      return { url: given, display: redactUrl(given), source: 'list' as const, base: '/srv' };
    };
    try {
      const members = fleetMembers(list, { driver, resolveUrl, environment: {} });
      expect(new Set(members.map((member) => member.name)).size).toBe(members.length);
      expect(new Set(members.map(({ identity }) => identity.key)).size).toBe(members.length);
      for (const member of members) {
        expect(member.name).toBe(member.name.trim());
        expect(member.name).not.toBe('');
        expect(secretsIn(`${member.name} ${member.where} ${member.url.display}`, text)).toEqual([]);
      }
    } catch (error) {
      if (!(error instanceof OrchestrateError)) throw error;
      expect(error.code).toBe('FLEET.BAD_LIST');
      expect(secretsIn(`${error.message} ${error.fix}`, text)).toEqual([]);
    }
  }
}

it('a list of lines gives databases, or says which lines give none, and never a secret', () => {
  fc.assert(
    fc.property(lines, (text) => {
      expectMembers(parseFleetLines(text, 'list'), text);
    }),
    fuzz(100),
  );
});

it('a document gives databases, or says what is wrong with it, and never a secret', () => {
  fc.assert(
    fc.property(document, (text) => {
      let list: FleetList;
      try {
        list = parseFleetDocument(text, 'list');
      } catch (error) {
        if (!(error instanceof OrchestrateError)) throw error;
        expect(error.code).toBe('FLEET.NOT_A_LIST');
        expect(secretsIn(error.message, text)).toEqual([]);
        return;
      }
      expectMembers(list, text);
    }),
    fuzz(80),
  );
});
