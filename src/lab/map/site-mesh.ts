/** A site as the map draws it: its panel, and a wedge of light that fades along the direction it looks in. */
import type { SceneView } from '../../engine/frontend.ts';
import type { Rgb } from '../styles/cividis.ts';
import type { ColouredMesh } from './scene-mesh.ts';

/** One base station. */
export type Site = SceneView['sites'][number];

/** Half the opening of the wedge, radians; the half-power width of the TR 38.901 element is 65°. */
const WEDGE_HALF_WIDTH = (32.5 * Math.PI) / 180;
const WEDGE_STEPS = 12;

/** Unit vectors of a panel: the way it looks, to its left, and up along it. */
export function panelAxes({ azimuth, elevation }: Site['orientation']): {
  readonly forward: [number, number, number];
  readonly left: [number, number, number];
  readonly up: [number, number, number];
} {
  const [ca, sa] = [Math.cos(azimuth), Math.sin(azimuth)];
  const [ce, se] = [Math.cos(elevation), Math.sin(elevation)];
  return { forward: [ca * ce, sa * ce, se], left: [-sa, ca, 0], up: [-ca * se, -sa * se, ce] };
}

/**
 * Triangles of all sites.
 *
 * @param sites where they are and look
 * @param colour their colour
 * @param reach length of the wedge, metres
 * @param size side of the drawn panel, metres (far larger than the real one, which would not be seen)
 */
export function buildSiteMesh(
  sites: readonly Site[],
  colour: Rgb,
  reach: number,
  size: number,
): { readonly panel: ColouredMesh; readonly wedge: ColouredMesh } {
  const panel = { positions: [] as number[], colours: [] as number[] };
  const wedge = { positions: [] as number[], colours: [] as number[] };
  const tint = colour.map((value) => value / 255);
  for (const site of sites) {
    const { forward, left, up } = panelAxes(site.orientation);
    const at = (f: number, l: number, u: number): number[] =>
      [0, 1, 2].map((axis) => site.position[axis] + f * forward[axis] + l * left[axis] + u * up[axis]);
    const { rows, columns } = site.panel;
    const cell = size / Math.max(rows, columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const l = (column - columns / 2) * cell;
        const u = (row - rows / 2) * cell;
        const inner = 0.82 * cell;
        const [a, b, c, d] = [at(0, l, u), at(0, l + inner, u), at(0, l + inner, u + inner), at(0, l, u + inner)];
        for (const point of [a, b, c, a, c, d]) {
          panel.positions.push(...point);
          panel.colours.push(...tint, 1);
        }
      }
    }
    for (let step = 0; step < WEDGE_STEPS; step++) {
      const edge = (k: number): number[] => {
        const angle = WEDGE_HALF_WIDTH * ((2 * k) / WEDGE_STEPS - 1);
        return at(reach * Math.cos(angle), reach * Math.sin(angle), 0);
      };
      wedge.positions.push(...site.position, ...edge(step), ...edge(step + 1));
      wedge.colours.push(...tint, 0.3, ...tint, 0, ...tint, 0);
    }
  }
  const pack = ({ positions, colours }: typeof panel): ColouredMesh => ({
    positions: Float32Array.from(positions),
    colours: Float32Array.from(colours),
  });
  return { panel: pack(panel), wedge: pack(wedge) };
}
