/** The layers of the sites: they change with every move of a site, and the world around them does not. */
import type { Layer } from '@deck.gl/core';
import { LineLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { LabState } from '../state/store.ts';
import { MAP_THEMES } from './map-theme.ts';
import { ON_TOP, rgba, SEE_THROUGH } from './marks.ts';
import type { Bounds } from './ray-plane.ts';
import { ShadedMeshLayer } from './shaded-mesh-layer.ts';
import { buildSiteMesh } from './site-mesh.ts';

type Place = [number, number, number];

/** Panels with their wedges of light; the selected site has a ring around it and a plumb line to the ground. */
export function buildSiteLayers(
  { sites, selectedSite, theme: themeName }: Pick<LabState, 'sites' | 'selectedSite' | 'theme'>,
  bounds: Bounds,
): Layer[] {
  const theme = MAP_THEMES[themeName];
  const extent = Math.max(...[0, 1].map((axis) => bounds.maximum[axis] - bounds.minimum[axis]));
  const mesh = buildSiteMesh(sites, theme.site, 0.16 * extent, 0.028 * extent);
  const layers: Layer[] = [
    new ShadedMeshLayer({ id: 'wedge', mesh: mesh.wedge, parameters: SEE_THROUGH }),
    new ShadedMeshLayer({ id: 'panel', mesh: mesh.panel, parameters: { depthCompare: 'always' } }),
  ];
  const selected = selectedSite === null ? undefined : sites[selectedSite];
  if (!selected) return layers;
  const at: Place = [...selected.position];
  const floor = bounds.minimum[2] + 0.02;
  return [
    ...layers,
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
