/** The layers of the sites: they change with every move of a site, and the world around them does not. */
import type { Layer } from '@deck.gl/core';
import { LineLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import type { LabState } from '../state/store.ts';
import { MAP_THEMES } from './map-theme.ts';
import { ON_TOP, rgba, SEE_THROUGH } from './marks.ts';
import type { Bounds } from './ray-plane.ts';
import { ShadedMeshLayer } from './shaded-mesh-layer.ts';
import { placeHandles, wedgeReach, type SiteHandle } from './site-handles.ts';
import { buildSiteMesh } from './site-mesh.ts';

type Place = [number, number, number];

/** Side of a drawn panel, parts of the wedge's length. */
const PANEL_SIZE = 0.175;

/** A handle as it is drawn. */
interface DrawnHandle {
  readonly name: SiteHandle;
  readonly place: Place;
}

/**
 * Panels with their wedges of light; the selected site has a ring around it, a plumb line to the ground, and handles to turn
 * and tilt it by.
 */
export function buildSiteLayers(
  { sites, selectedSite, theme: themeName }: Pick<LabState, 'sites' | 'selectedSite' | 'theme'>,
  bounds: Bounds,
): Layer[] {
  const theme = MAP_THEMES[themeName];
  const reach = wedgeReach(bounds);
  const mesh = buildSiteMesh(sites, theme.site, reach, PANEL_SIZE * reach);
  const layers: Layer[] = [
    new ShadedMeshLayer({ id: 'wedge', mesh: mesh.wedge, parameters: SEE_THROUGH }),
    new ShadedMeshLayer({ id: 'panel', mesh: mesh.panel, parameters: { depthCompare: 'always' } }),
  ];
  const selected = selectedSite === null ? undefined : sites[selectedSite];
  if (!selected) return layers;
  const at: Place = [...selected.position];
  const floor = bounds.minimum[2] + 0.02;
  const placed = placeHandles(selected, bounds);
  const handles = (['turn', 'tilt'] as const).map((name): DrawnHandle => ({ name, place: [...placed[name]] }));
  return [
    ...layers,
    new LineLayer<DrawnHandle>({
      id: 'site-handle-arms',
      data: handles,
      getSourcePosition: () => at,
      getTargetPosition: ({ place }) => place,
      getColor: rgba(theme.site, 190),
      getWidth: 1.5,
      antialiasing: true,
      parameters: ON_TOP,
    }),
    new ScatterplotLayer<DrawnHandle>({
      id: 'site-handles',
      data: handles,
      getPosition: ({ place }) => place,
      // Full and hollow: never told apart by their words alone.
      getFillColor: ({ name }) => (name === 'turn' ? rgba(theme.site) : rgba(theme.background)),
      getLineColor: ({ name }) => (name === 'turn' ? rgba(theme.background) : rgba(theme.site)),
      getRadius: 7,
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 2,
      stroked: true,
      billboard: true,
      parameters: ON_TOP,
    }),
    new TextLayer<DrawnHandle>({
      id: 'site-handle-names',
      data: handles,
      getText: ({ name }) => name,
      getPosition: ({ place }) => place,
      // Away from each other: seen along the boresight, the two are nearly in one place.
      getPixelOffset: ({ name }) => (name === 'turn' ? [-14, 0] : [14, 0]),
      getTextAnchor: ({ name }) => (name === 'turn' ? 'end' : 'start'),
      getColor: rgba(theme.truth),
      getSize: 13,
      fontWeight: 600,
      fontFamily: 'system-ui, sans-serif',
      fontSettings: { fontSize: 32 },
      parameters: ON_TOP,
    }),
    new LineLayer<Place>({
      id: 'site-plumb',
      data: [at],
      getSourcePosition: (from) => from,
      getTargetPosition: ([x, y]) => [x, y, floor],
      getColor: rgba(theme.site, 150),
      getWidth: 1,
      antialiasing: true,
      parameters: ON_TOP,
    }),
    new ScatterplotLayer<Place>({
      id: 'site-ring',
      data: [at],
      getPosition: (position) => position,
      getFillColor: rgba(theme.site, 30),
      getLineColor: rgba(theme.site),
      getRadius: 17,
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 2,
      stroked: true,
      billboard: true,
      parameters: ON_TOP,
    }),
  ];
}
