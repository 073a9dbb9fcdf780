/** What keys mean on the map: everything that a pointer can do, said with a keyboard. */
import type { CameraIntent } from './map-camera.ts';
import type { Point } from './ray-plane.ts';

/** One intent. */
export type MapIntent =
  | { readonly kind: 'move'; readonly by: Point }
  /** Turns the selected site by angles, radians. */
  | { readonly kind: 'turn'; readonly azimuth: number; readonly elevation: number }
  | { readonly kind: 'select'; readonly step: 1 | -1 }
  | { readonly kind: 'clear' }
  | CameraIntent
  | { readonly kind: 'look-down' }
  | { readonly kind: 'reset' };

/** Metres that an arrow key moves a user, and with Shift. */
const KEY_STEP = { plain: 0.25, shift: 1 } as const;

/** Angle by which a key turns or tilts a site, and with Shift, radians. */
const KEY_TURN = { plain: (5 * Math.PI) / 180, shift: Math.PI / 180 } as const;

/** The part of a keyboard event that matters. */
export interface KeyStroke {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/**
 * Reads a key.
 *
 * @param stroke the event
 * @param headingDegrees where the camera looks, degrees from +y towards +x; arrows follow the axis of the scene that is
 *   nearest to their direction on the screen
 * @returns null for a key that the map leaves alone
 */
export function readKey(stroke: KeyStroke, headingDegrees: number): MapIntent | null {
  if (stroke.ctrlKey || stroke.metaKey) return null;
  const arrow = ARROWS[stroke.key];
  if (arrow && stroke.altKey) return { kind: 'orbit', azimuth: 15 * arrow[0], tilt: 7.5 * arrow[1] };
  const step = stroke.shiftKey ? KEY_STEP.shift : KEY_STEP.plain;
  if (arrow) {
    const [right, forward] = arrow;
    const quarter = (((Math.round(headingDegrees / 90) % 4) + 4) % 4) as 0 | 1 | 2 | 3;
    const cosine = [1, 0, -1, 0][quarter];
    const sine = [0, 1, 0, -1][quarter];
    // Forward is (sin h, cos h) and right is (cos h, −sin h) in x east, y north.
    return {
      kind: 'move',
      by: [step * (right * cosine + forward * sine), step * (forward * cosine - right * sine), 0],
    };
  }
  const angle = stroke.shiftKey ? KEY_TURN.shift : KEY_TURN.plain;
  switch (stroke.key) {
    case 'q':
    case 'Q':
      return { kind: 'turn', azimuth: angle, elevation: 0 };
    case 'e':
    case 'E':
      return { kind: 'turn', azimuth: -angle, elevation: 0 };
    case 'r':
    case 'R':
      return { kind: 'turn', azimuth: 0, elevation: angle };
    case 'f':
    case 'F':
      return { kind: 'turn', azimuth: 0, elevation: -angle };
    case 'PageUp':
      return { kind: 'move', by: [0, 0, step] };
    case 'PageDown':
      return { kind: 'move', by: [0, 0, -step] };
    case 'n':
    case 'N':
      return { kind: 'select', step: 1 };
    case 'p':
    case 'P':
      return { kind: 'select', step: -1 };
    case 'Escape':
      return { kind: 'clear' };
    case 'w':
    case 'W':
      return { kind: 'pan', right: 0, forward: 1 };
    case 's':
    case 'S':
      return { kind: 'pan', right: 0, forward: -1 };
    case 'a':
    case 'A':
      return { kind: 'pan', right: -1, forward: 0 };
    case 'd':
    case 'D':
      return { kind: 'pan', right: 1, forward: 0 };
    case '+':
    case '=':
      return { kind: 'zoom', by: 0.25 };
    case '-':
    case '_':
      return { kind: 'zoom', by: -0.25 };
    case 'Home':
    case '0':
      return { kind: 'reset' };
    default:
      return null;
  }
}
