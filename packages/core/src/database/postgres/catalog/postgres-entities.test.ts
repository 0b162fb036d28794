import { describe, expect, it } from 'vitest';
import { connectTo } from '../connect.test-support.js';
import { writeEntityName } from '../entity-name.js';
import { quoteIdentifier } from '../quote.js';
import { servers } from '../server.test-support.js';
import {
  LIST_POSTGRES_ENTITIES,
  listPostgresEntities,
  type PostgresEntityRow,
  readPostgresColumns,
  readPostgresEntities,
  readPostgresReferences,
} from './postgres-entities.js';

const entityName = ({ databaseName, schema }: { readonly databaseName: string; readonly schema: string | null }) =>
  writeEntityName({ schema: schema ?? 'public', name: databaseName }, 'public');

describe.each(servers)('listPostgresEntities on $name', (server) => {
  it('lists tables of every sort and enums, and nothing else', async () => {
    const { url } = await server.createDatabase({
      sql: `
        CREATE EXTENSION pg_buffercache;
        CREATE TABLE b ();
        CREATE UNLOGGED TABLE a (id serial PRIMARY KEY);
        CREATE TABLE part (id int) PARTITION BY LIST (id);
        CREATE TABLE part_one PARTITION OF part FOR VALUES IN (1);
        CREATE FOREIGN DATA WRAPPER far;
        CREATE SERVER away FOREIGN DATA WRAPPER far;
        CREATE FOREIGN TABLE there (id int) SERVER away;
        CREATE TYPE role AS ENUM ();
        CREATE TYPE pair AS (x int, y int);
        CREATE DOMAIN positive AS int;
        CREATE VIEW v AS SELECT 1;
        CREATE MATERIALIZED VIEW m AS SELECT 1;
        CREATE TEMP TABLE passing ();
        CREATE TABLE _prisma_migrations ();
        CREATE TABLE _prisma_migrations_blog ();
        CREATE SCHEMA billing;
        CREATE TABLE billing.b ();
        CREATE TABLE billing._prisma_migrations_billing ();
        CREATE TYPE billing.role AS ENUM ('A');`,
    });
    const connection = await connectTo(url);
    const expected = [
      ...['billing.role', 'role'].map((name) => ({ kind: 'enum', name })),
      ...['a', 'b', 'billing.b', 'part', 'part_one', 'there'].map((name) => ({ kind: 'table', name })),
    ];
    expect(await listPostgresEntities(connection, entityName)).toEqual(expected);
    const [, rows = []] = await connection.queryAll(['SELECT 1', LIST_POSTGRES_ENTITIES]);
    expect(readPostgresEntities(rows as readonly PostgresEntityRow[], entityName)).toEqual(expected);
  });

  it('brings every name through', async () => {
    const names = ['User', 'select', 'ümläut 😀', 'a"b', "a'b", 'a\\b', 'x'.repeat(63), '_prisma migrations'];
    const { url } = await server.createDatabase({
      sql: names.map((name) => `CREATE TABLE ${quoteIdentifier(name)} (${quoteIdentifier(name)} int);`).join('\n'),
    });
    const connection = await connectTo(url);
    const bare = (entity: { readonly databaseName: string }): string => entity.databaseName;
    expect(new Set((await listPostgresEntities(connection, bare)).map(({ name }) => name))).toEqual(new Set(names));
    const columns = await readPostgresColumns(connection, bare);
    expect(columns.map(({ table, name }) => [table, name])).toEqual(names.map((name) => [name, name]));
  });

  it('reads columns with types in upper case, and the values of their enums', async () => {
    const { url } = await server.createDatabase({
      sql: `
        CREATE TYPE "Role" AS ENUM ('b', 'a "x"');
        CREATE SCHEMA "Billing";
        CREATE TYPE "Billing".empty AS ENUM ();
        CREATE TABLE "Billing".t (
          id serial, name varchar(10) NOT NULL, at timestamp(3) DEFAULT now(), n numeric(10,2),
          one int GENERATED ALWAYS AS IDENTITY, two int GENERATED ALWAYS AS (1 + 1) STORED, gone int,
          role "Role" DEFAULT 'b', roles "Role"[], none "Billing".empty, tags text[] NOT NULL);
        ALTER TABLE "Billing".t DROP gone;`,
    });
    const columns = await readPostgresColumns(await connectTo(url), entityName);
    expect(new Set(columns.map(({ table }) => table))).toEqual(new Set(['Billing.t']));
    expect(columns.map(({ table: _, name, ...column }) => [name, ...Object.values(column)])).toEqual([
      ['id', true, 'INTEGER', true, null],
      ['name', true, 'CHARACTER VARYING(10)', false, null],
      ['at', false, 'TIMESTAMP(3) WITHOUT TIME ZONE', true, null],
      ['n', false, 'NUMERIC(10,2)', false, null],
      ['one', true, 'INTEGER', true, null],
      ['two', false, 'INTEGER', true, null],
      ['role', false, '"Role"', true, ['b', 'a "x"']],
      ['roles', false, '"Role"[]', false, ['b', 'a "x"']],
      ['none', false, '"Billing".empty', false, []],
      ['tags', true, 'TEXT[]', false, null],
    ]);
  });
});

describe.each(servers)('readPostgresReferences on $name', (server) => {
  it('reads what foreign keys and columns need, each once', async () => {
    const { url } = await server.createDatabase({
      sql: `
        CREATE SCHEMA billing;
        CREATE TYPE role AS ENUM ('A');
        CREATE TYPE billing."Plan" AS ENUM ('A');
        CREATE TABLE "User" (id int PRIMARY KEY, a role, b role[], c text);
        CREATE TABLE billing.invoice (one int REFERENCES "User", two int REFERENCES "User", plan billing."Plan");
        CREATE TABLE _prisma_migrations (id int REFERENCES "User");`,
    });
    expect(await readPostgresReferences(await connectTo(url), entityName)).toEqual([
      { table: 'billing.invoice', target: 'billing.Plan' },
      { table: 'billing.invoice', target: 'User' },
      { table: 'User', target: 'role' },
    ]);
  });
});
