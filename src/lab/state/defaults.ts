/** What the page can open by itself. */

/** A built-in scene as the select lists it before it is open. */
export interface SceneChoice {
  readonly id: string;
  readonly title: string;
}

/** Built-in scenes. */
export const SCENES: readonly SceneChoice[] = [{ id: 's3', title: 'S3 hall' }];
