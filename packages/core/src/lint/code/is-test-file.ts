const FOLDER = /(?:^|\/)(?:__mocks__|__tests__|e2e|tests?)\//;
const NAME = /(?:^|[./])(?:bench|e2e|spec|test)\.[^/.]+$|(?:^|\/)(?:cypress|jest|playwright|vitest)\.[^/]+$/;

/** Whether a file belongs to tests, by its path with `/`, relative to its extension. */
export function isTestFile(path: string): boolean {
  return FOLDER.test(path) || NAME.test(path);
}
