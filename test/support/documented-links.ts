import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DocumentedFile } from './documented-commands.js';
import { repositoryRoot } from './repository.js';

/** The links of a page that lead nowhere in this repository, a heading included. Those to elsewhere are not looked at. */
export function deadLinks({ path, text }: DocumentedFile): readonly string[] {
  const prose = text.replaceAll(/^( *)```.*?^\1```$/gms, '').replaceAll(/`[^`\n]*`/g, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(path, link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', heading] = link.split('#');
  const target = join(repositoryRoot, file === '' ? from : join(dirname(from), file));
  if (!existsSync(target)) return false;
  if (heading === undefined) return true;
  const there = readFileSync(target, 'utf8');
  const headings = [...there.matchAll(/^#+ (.*)$/gm)].map(([, words = '']) => anchorOf(words));
  return headings.includes(heading) || there.includes(`<a id="${heading}"></a>`);
}

/** As code hosts make one of a heading. */
function anchorOf(heading: string): string {
  const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return words.replaceAll(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-');
}
