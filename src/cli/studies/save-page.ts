/** Where studies keep what they say. */
import { mkdirSync, writeFileSync } from 'node:fs';

const PAGES = 'docs/studies';

/**
 * Writes the page of a study.
 *
 * @param study its id
 * @param page Markdown
 */
export function savePage(study: string, page: string): void {
  mkdirSync(PAGES, { recursive: true });
  writeFileSync(`${PAGES}/${study}.md`, page);
}
