/** The layers of the scene itself: they change with scene and theme alone, but for the coverage map on its ground. */
import type { Layer } from '@deck.gl/core';
import { BitmapLayer, LineLayer, TextLayer } from '@deck.gl/layers';
import type { SceneView } from '../../engine/frontend.ts';
import type { LabState } from '../state/store.ts';
import { paintCoverage } from './coverage-grid.ts';
import { buildAxisLabels, buildGrid, type AxisLabel } from './ground-grid.ts';
import { buildSceneMesh, buildSolidEdges } from './scene-mesh.ts';
import { MAP_THEMES } from './map-theme.ts';
import { buildMarkingMesh } from './marking-mesh.ts';
import { lineData, ON_TOP, rgba, SEE_THROUGH } from './marks.ts';
import { ShadedMeshLayer } from './shaded-mesh-layer.ts';

/** How far the coverage map lies above the ground, metres. */
const OVERLAY_LIFT = 0.05;

/** The coverage map that is wanted, as far as it is known. */
export function buildOverlayLayers({ overlay, overlaySite, coverage, theme }: LabState): Layer[] {
  if (overlay === 'none' || !coverage) return [];
  const { width, height, data } = paintCoverage(coverage, overlay, overlaySite, MAP_THEMES[theme].wall);
  const [west, south, ground] = coverage.origin;
  const [east, north, z] = [west + width * coverage.spacing, south + height * coverage.spacing, ground + OVERLAY_LIFT];
  return [
    new BitmapLayer({
      id: 'coverage',
      image: new ImageData(data, width, height),
      // Cells are what was worked out: nothing is made up between them.
      textureParameters: { minFilter: 'nearest', magFilter: 'nearest' },
      bounds: [
        [west, south, z],
        [west, north, z],
        [east, north, z],
        [east, south, z],
      ],
      parameters: SEE_THROUGH,
    }),
  ];
}

/**
 * Floor, grid, walls and solids.
 *
 * @returns what lies below the coverage map, and what lies above it
 */
export function buildSceneLayers(
  scene: SceneView,
  themeName: 'dark' | 'light',
): { readonly ground: Layer[]; readonly built: Layer[] } {
  const theme = MAP_THEMES[themeName];
  const { floor, walls, solids } = buildSceneMesh(scene, theme);
  const grid = buildGrid(scene.bounds);
  const label = { color: rgba(theme.label), size: 11 };
  const ground = [
    new ShadedMeshLayer({ id: 'floor', mesh: floor, parameters: SEE_THROUGH }),
    new ShadedMeshLayer({ id: 'streets', mesh: buildMarkingMesh(scene, theme), parameters: SEE_THROUGH }),
    new LineLayer({
      id: 'grid',
      data: lineData(grid) as [],
      getColor: (_: unknown, { index }: { index: number }) => rgba(grid.strong[index] ? theme.gridStrong : theme.grid),
      getWidth: 1,
      antialiasing: true,
      parameters: SEE_THROUGH,
    }),
  ];
  const built = [
    new ShadedMeshLayer({ id: 'walls', mesh: walls, parameters: { cullMode: 'back', ...SEE_THROUGH } }),
    new TextLayer<AxisLabel>({
      id: 'axes',
      data: buildAxisLabels(scene.bounds, grid.spacing),
      getText: ({ text }) => text,
      getPosition: ({ position }) => [...position] as [number, number, number],
      getColor: label.color,
      getSize: label.size,
      fontFamily: 'system-ui, sans-serif',
      fontSettings: { fontSize: 32 },
      // The minus of a coordinate is not among the letters that are prepared by default.
      characterSet: 'auto',
      parameters: ON_TOP,
    }),
    new ShadedMeshLayer({ id: 'solids', mesh: solids }),
    new LineLayer({
      id: 'edges',
      data: lineData(buildSolidEdges(scene)) as [],
      getColor: rgba(theme.edge, 170),
      getWidth: 1,
      antialiasing: true,
      parameters: { depthWriteEnabled: false, depthCompare: 'less-equal' },
    }),
  ];
  return { ground, built };
}
