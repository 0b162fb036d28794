import { describe, expect, it } from 'vitest';
import { starterManifest } from './starter-project.js';

describe('starterManifest', () => {
  it.each([
    ['/home/ada/shop', 'shop'],
    ['/home/ada/My Shop (2)', 'my-shop-2'],
    ["/home/ada/Mein Läden 'x'", 'mein-laden-x'],
    ['/home/ada/店', undefined],
    ['/', undefined],
  ])('names %s %s', (root, name) => {
    expect(JSON.parse(starterManifest(root)).name).toBe(name);
  });
});
