/** The one map on the page, for whoever must point at a place on it: the programming interface and the tests. */
import type { MapView } from './map-view.ts';

let published: { readonly map: MapView; readonly element: HTMLElement } | null = null;

/** Makes a map known; returns a function that takes it back. */
export function publishMap(map: MapView, element: HTMLElement): () => void {
  const entry = { map, element };
  published = entry;
  return () => {
    if (published === entry) published = null;
  };
}

/** Where a point lies on the page, CSS pixels from the window's top left corner; null while there is no map. */
export function projectToPage(point: readonly [number, number, number]): readonly [number, number] | null {
  const place = published?.map.project(point);
  if (!published || !place) return null;
  const box = published.element.getBoundingClientRect();
  return [box.left + place[0], box.top + place[1]];
}

/** The place on the ground in the middle of the map, metres; null while there is no map. */
export function centreOfMap(): readonly [number, number, number] | null {
  return published?.map.centre() ?? null;
}
