/** The room itself: a thin shell around the map, with its tooltip, its legend and its buttons. */
import { Compass, Maximize, Minus, Plus, RotateCcw, RotateCw } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { LabError } from '../../errors/lab-error.ts';
import { useLab, useLabState } from '../lab-context.ts';
import iconButton from '../panels/icon-button.module.css';
import { Hint } from '../panels/tooltip.tsx';
import type { Insets } from './camera.ts';
import styles from './map-panel.module.css';
import { MapTooltip } from './map-tooltip.tsx';
import { createMapView, type MapView } from './map-view.ts';
import { publishMap } from './published-map.ts';
import { probeRenderer } from './renderer.ts';

const KEYS =
  'Arrow keys move the selected user or site by 0.25 m, with Shift by 1 m; Page Up and Page Down change its height. Q and E turn the selected site by 5 degrees, R and F tilt it, with Shift by 1 degree. N and P choose the next and previous user, Escape chooses nothing. Alt with arrows turns the camera, W A S D shift it, plus and minus zoom, Home shows everything.';

/** What the panels cover of the map, CSS pixels. */
function measureInsets(map: HTMLElement): Insets {
  const box = map.getBoundingClientRect();
  const find = (name: string): DOMRect | undefined =>
    document.querySelector(`[data-lab-panel="${name}"]`)?.getBoundingClientRect();
  const overlaps = (panel: DOMRect | undefined): panel is DOMRect =>
    !!panel && panel.width > 0 && panel.bottom > box.top && panel.top < box.bottom - 1;
  const bar = find('bar');
  const rail = find('rail');
  const legend = find('legend');
  const world = find('world');
  const sides = [find('column'), find('denoising'), find('inspector'), find('comparison')]
    .filter(overlaps)
    .filter((side) => side.width < 0.8 * box.width);
  return {
    // The legend hangs in a corner where a scene in perspective has none.
    left:
      overlaps(world) && world.width < 0.5 * box.width
        ? world.right - box.left
        : overlaps(legend) && legend.height > 60 && box.width > 900
          ? 0.5 * (legend.right - box.left)
          : 0,
    top: overlaps(bar) ? Math.max(0, bar.bottom - box.top) : 0,
    bottom: Math.max(0, ...[rail, find('camera')].filter(overlaps).map((panel) => box.bottom - panel.top)),
    right: sides.reduce((most, side) => Math.max(most, box.right - side.left), 0),
    corner: overlaps(legend) ? [legend.right - box.left, legend.bottom - box.top] : [0, 0],
  };
}

/** The map, or the reason why there is none. */
export default function MapPanel(): ReactElement {
  const lab = useLab();
  const title = useLabState((state) => state.session?.scene.title ?? 'scene');
  const element = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapView | null>(null);
  const [renderer] = useState(probeRenderer);

  useEffect(() => {
    const host = element.current;
    if (!host || renderer instanceof LabError) return undefined;
    if (renderer.software) document.documentElement.dataset.software = 'true';
    const view = createMapView(host, lab, () => measureInsets(host), renderer.software);
    setMap(view);
    const withdraw = publishMap(view, host);
    // With the paths of a user the legend grows, and a site may stand where it hangs.
    const watcher = new ResizeObserver(() => view.makeRoom());
    const legend = document.querySelector('[data-lab-panel="legend"]');
    if (legend) watcher.observe(legend);
    return () => {
      watcher.disconnect();
      withdraw();
      view.destroy();
      setMap(null);
    };
  }, [lab, renderer]);

  if (renderer instanceof LabError) {
    return (
      <div className={styles.failure}>
        <p className={styles.failureTitle}>{renderer.message}</p>
        <p className={styles.failureHint}>{renderer.hint}</p>
      </div>
    );
  }

  const buttons: readonly [string, ReactElement, () => void][] = [
    ['Zoom in', <Plus key="in" size={16} aria-hidden />, () => map?.act({ kind: 'zoom', by: 0.4 })],
    ['Zoom out', <Minus key="out" size={16} aria-hidden />, () => map?.act({ kind: 'zoom', by: -0.4 })],
    [
      'Turn left',
      <RotateCcw key="left" size={15} aria-hidden />,
      () => map?.act({ kind: 'orbit', azimuth: -15, tilt: 0 }),
    ],
    [
      'Turn right',
      <RotateCw key="right" size={15} aria-hidden />,
      () => map?.act({ kind: 'orbit', azimuth: 15, tilt: 0 }),
    ],
    ['Look straight down', <Compass key="down" size={16} aria-hidden />, () => map?.act({ kind: 'look-down' })],
    ['Show everything', <Maximize key="all" size={15} aria-hidden />, () => map?.act({ kind: 'reset' })],
  ];

  return (
    <>
      <div
        ref={element}
        className={styles.map}
        role="application"
        aria-roledescription="map"
        aria-label={`Map of ${title}. ${KEYS}`}
        tabIndex={0}
      />
      {map && <MapTooltip map={map} />}
      <div className={styles.buttons} data-lab-panel="camera" role="group" aria-label="Camera">
        {buttons.map(([name, icon, act]) => (
          <Hint key={name} text={name}>
            <button type="button" className={iconButton.button} aria-label={name} onClick={act}>
              {icon}
            </button>
          </Hint>
        ))}
      </div>
    </>
  );
}
