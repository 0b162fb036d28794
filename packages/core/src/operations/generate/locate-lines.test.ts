import { expect, it } from 'vitest';
import { compose } from '../../composition/compose.js';
import { sourcesOf, USER } from '../../composition/sources.test-support.js';
import { locateLines } from './locate-lines.js';

const whole = compose(sourcesOf({ core: USER, blog: '// Posts\n\nmodel Post {\n  id Int @id\n}\n' }));
const text = whole.files.find(({ path }) => path === 'blog.prisma')?.text ?? '';
const line = text.split('\n').indexOf('model Post {') + 1;

it.each([
  [`-->  generated/schema/blog.prisma:${line}`, ' (extensions/blog/prisma/schema.prisma:3)'],
  [`-->  generated/schema/blog.prisma:${line + 1}`, ' (extensions/blog/prisma/schema.prisma:4)'],
  [`-->  generated\\schema\\blog.prisma:${line}`, ' (extensions/blog/prisma/schema.prisma:3)'],
  ['-->  generated/schema/blog.prisma:1', ''],
  ['-->  generated/schema/shop.prisma:3', ''],
  ['-->  elsewhere/blog.prisma:3', ''],
  [`generated/schema/blog.prisma:${line}`, ''],
])('puts the place in the fragment behind %s', (found, added) => {
  const options = { whole, directory: 'generated/schema' };
  expect(locateLines(`error\n  ${found}\n   |`, options)).toBe(`error\n  ${found}${added}\n   |`);
});
