/**
 * The panel as an array: where its elements are, how a plane wave phases them, and how directions are written in its
 * own frame.
 *
 * Elements are numbered horizontal fastest: element m = row·columns + column, column 0 at the most negative horizontal
 * coordinate, row 0 at the lowest. The phase reference is the centre of the panel, which is the site's position.
 */
import type { Vector3 } from '../scene/scene.ts';
import type { AntennaPanel, Orientation, Site } from '../scene/sites.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';

/** The panel's orthonormal axes in the local frame. */
export interface PanelFrame {
  /** In the panel and level, towards growing azimuth (to the left of one who looks along the boresight). */
  readonly horizontal: Vector3;
  /** In the panel, upward. */
  readonly vertical: Vector3;
  /** Out of the panel, where it looks. */
  readonly boresight: Vector3;
}

/** Axes of a panel that looks along `orientation`. */
export function panelFrame({ azimuth, elevation }: Orientation): PanelFrame {
  const ca = Math.cos(azimuth);
  const sa = Math.sin(azimuth);
  const ce = Math.cos(elevation);
  const se = Math.sin(elevation);
  return { horizontal: [-sa, ca, 0], vertical: [-se * ca, -se * sa, ce], boresight: [ce * ca, ce * sa, se] };
}

/** Unit vector of a direction given by azimuth and elevation, radians. */
export function directionVector(azimuth: number, elevation: number): Vector3 {
  const ce = Math.cos(elevation);
  return [ce * Math.cos(azimuth), ce * Math.sin(azimuth), Math.sin(elevation)];
}

/** Direction cosines (horizontal, vertical, boresight) of a global direction in the panel's frame. */
export function toPanelCosines(frame: PanelFrame, azimuth: number, elevation: number): [number, number, number] {
  const u = directionVector(azimuth, elevation);
  return [dot(frame.horizontal, u), dot(frame.vertical, u), dot(frame.boresight, u)];
}

/**
 * Global azimuth and elevation of the direction in front of the panel that has these direction cosines; cosines outside
 * the unit circle are drawn back to it.
 */
export function fromPanelCosines(
  frame: PanelFrame,
  horizontal: number,
  vertical: number,
): { azimuth: number; elevation: number } {
  const length = Math.hypot(horizontal, vertical);
  const shrink = length > 1 ? 1 / length : 1;
  const p = horizontal * shrink;
  const q = vertical * shrink;
  const w = Math.sqrt(Math.max(0, 1 - p * p - q * q));
  const at = (axis: 0 | 1 | 2): number =>
    p * frame.horizontal[axis] + q * frame.vertical[axis] + w * frame.boresight[axis];
  return {
    azimuth: Math.atan2(at(1), at(0)),
    elevation: Math.asin(Math.min(1, Math.max(-1, at(2)))),
  };
}

/** Number of elements of a panel. */
export function antennaCount(panel: AntennaPanel): number {
  return panel.rows * panel.columns;
}

/**
 * Element positions in the local frame.
 *
 * @param site panel centre, orientation and layout
 * @param carrierFrequency hertz; the spacing is in wavelengths
 * @returns [antennas, 3], metres
 */
export function elementPositions(site: Site, carrierFrequency: number): Float64Array {
  const { horizontal, vertical } = panelFrame(site.orientation);
  const { rows, columns, spacing } = site.panel;
  const step = (spacing * SPEED_OF_LIGHT) / carrierFrequency;
  const positions = new Float64Array(rows * columns * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column - (columns - 1) / 2) * step;
      const y = (row - (rows - 1) / 2) * step;
      for (let axis = 0; axis < 3; axis++) {
        positions[3 * (row * columns + column) + axis] =
          site.position[axis] + x * horizontal[axis] + y * vertical[axis];
      }
    }
  }
  return positions;
}

/**
 * Response of the panel to a plane wave from a direction, e^{+j2π(r·u)/λ} with r from the panel's centre and u towards
 * where the wave comes from, so that an element nearer to the source is ahead in phase. Frequency offsets within the
 * band are neglected across the panel (0.02 periods for 188 MHz and 8×8 at 30 GHz).
 *
 * @param panel layout
 * @param horizontalCosine u · horizontal axis
 * @param verticalCosine u · vertical axis
 * @param target where to write [antennas, 2]; a new array without it
 */
export function steeringVector(
  panel: AntennaPanel,
  horizontalCosine: number,
  verticalCosine: number,
  target: Float64Array = new Float64Array(2 * antennaCount(panel)),
): Float64Array {
  const { rows, columns, spacing } = panel;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column - (columns - 1) / 2) * horizontalCosine;
      const y = (row - (rows - 1) / 2) * verticalCosine;
      const phase = 2 * Math.PI * spacing * (x + y);
      const m = 2 * (row * columns + column);
      target[m] = Math.cos(phase);
      target[m + 1] = Math.sin(phase);
    }
  }
  return target;
}

function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
