/** Which world, and in one glance what it is. */
import { Select } from '@base-ui/react/select';
import { Check, ChevronsUpDown, FileUp, FolderUp } from 'lucide-react';
import type { ReactElement } from 'react';
import { toLabError } from '../../errors/lab-error.ts';
import type { SceneView } from '../../engine/frontend.ts';
import { frequency } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { notifyError } from '../state/store.ts';
import { useFilePicker } from './file-picker.tsx';
import popup from './popup.module.css';
import { SceneThumbnail } from './scene-thumbnail.tsx';
import styles from './scene-select.module.css';

/** What kind of scene it is, such as "synthetic, 1 site, 30 GHz". */
function describe(scene: SceneView): string {
  const sites = scene.sites.length;
  const origin = /synthetic/i.test(scene.summary) && !/synthetic/i.test(scene.title) ? 'synthetic, ' : '';
  return `${origin}${sites} ${sites === 1 ? 'site' : 'sites'}, ${frequency(scene.radio.carrierFrequency)}`;
}

/** What it is in full, and where its materials are only guessed. */
function explain({ summary, notes }: SceneView): string {
  return [summary, ...notes].join('\n');
}

/** What opens a dialogue instead of a scene; no scene has such an id. */
const BRING = [
  { id: 'bring:file', what: 'file', title: 'Open a file …', detail: 'GeoJSON, PLY, or a zip', Icon: FileUp },
  {
    id: 'bring:folder',
    what: 'folder',
    title: 'Open a folder …',
    detail: 'Mitsuba XML with its meshes',
    Icon: FolderUp,
  },
] as const;

/** The select of the built-in scenes, and the way to bring another one. */
export function SceneSelect(): ReactElement {
  const lab = useLab();
  const scene = useLabState((state) => state.session?.scene);
  const listed = useLabState((state) => state.scenes);
  const previews = useLabState((state) => state.scenePreviews);
  const { inputs, pick } = useFilePicker();
  // An open scene says its own title, and is there even where the engine does not list it: somebody brought it.
  const isListed = !scene || listed.some(({ id }) => id === scene.id);
  const scenes = isListed ? listed : [{ id: scene.id, title: scene.title, unavailable: '' }, ...listed];
  const items = scenes.map(({ id, title }) => ({
    value: id,
    label: (id === scene?.id ? scene : previews.get(id))?.title ?? title,
  }));
  return (
    <Select.Root
      items={items}
      value={scene?.id ?? null}
      onOpenChange={(isOpen) => {
        if (isOpen) void lab.previewScenes();
      }}
      onValueChange={(id) => {
        const brought = BRING.find((one) => one.id === id);
        if (brought) pick(brought.what);
        else if (id !== null && id !== scene?.id)
          lab.openScene(id).catch((cause: unknown) => notifyError(lab.store, toLabError(cause)));
      }}
    >
      <Select.Trigger className={styles.trigger} aria-label="Scene" title={scene && explain(scene)}>
        <Select.Value className={styles.title} />
        <span className={styles.kind}>{scene ? describe(scene) : 'opening …'}</span>
        <Select.Icon className={styles.icon}>
          <ChevronsUpDown size={14} aria-hidden />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner className={popup.positioner} sideOffset={6} alignItemWithTrigger={false} align="start">
          <Select.Popup className={popup.popup}>
            <Select.List>
              {scenes.map(({ id, unavailable }, index) => {
                const shown = scene?.id === id ? scene : previews.get(id);
                return (
                  <Select.Item
                    key={id}
                    value={id}
                    className={`${popup.item} ${styles.item}`}
                    disabled={unavailable !== ''}
                    title={shown && explain(shown)}
                  >
                    <SceneThumbnail scene={shown} />
                    <span className={popup.text}>
                      <Select.ItemText className={styles.name}>{items[index].label}</Select.ItemText>
                      <span className={popup.detail}>{unavailable || (shown ? describe(shown) : 'looking …')}</span>
                    </span>
                    <span className={popup.tick}>
                      <Select.ItemIndicator>
                        <Check size={14} aria-hidden />
                      </Select.ItemIndicator>
                    </span>
                  </Select.Item>
                );
              })}
              <Select.Separator className={styles.separator} />
              {BRING.map(({ id, title, detail, Icon }) => (
                <Select.Item key={id} value={id} className={popup.item}>
                  <span className={popup.tick}>
                    <Icon size={14} aria-hidden />
                  </span>
                  <span className={popup.text}>
                    <Select.ItemText>{title}</Select.ItemText>
                    <span className={popup.detail}>{detail}</span>
                  </span>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
      {inputs}
    </Select.Root>
  );
}
