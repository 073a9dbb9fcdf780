/** The layers of the scene itself: they change with scene and theme alone. */
import type { Layer } from '@deck.gl/core';
import { LineLayer, TextLayer } from '@deck.gl/layers';
import type { SceneView } from '../../engine/frontend.ts';
import { buildAxisLabels, buildGrid, buildHallMesh, buildSolidEdges, type AxisLabel } from './hall-mesh.ts';
import { MAP_THEMES } from './map-theme.ts';
import { lineData, ON_TOP, rgba, SEE_THROUGH } from './marks.ts';
import { ShadedMeshLayer } from './shaded-mesh-layer.ts';

/** Floor, grid, walls and solids. */
export function buildSceneLayers(scene: SceneView, themeName: 'dark' | 'light'): Layer[] {
  const theme = MAP_THEMES[themeName];
  const { floor, walls, solids } = buildHallMesh(scene, theme);
  const grid = buildGrid(scene.bounds);
  const label = { color: rgba(theme.label), size: 11 };
  return [
    new ShadedMeshLayer({ id: 'floor', mesh: floor, parameters: { depthWriteEnabled: false } }),
    new LineLayer({
      id: 'grid',
      data: lineData(grid) as [],
      getColor: (_: unknown, { index }: { index: number }) => rgba(grid.strong[index] ? theme.gridStrong : theme.grid),
      getWidth: 1,
      antialiasing: true,
      parameters: SEE_THROUGH,
    }),
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
}
