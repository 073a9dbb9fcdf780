/** Where tensors are computed and why, and the menu that overrides the page's own choice. */
import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import type { BackendRequest } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { notifyError } from '../state/store.ts';
import styles from './backend-menu.module.css';
import popup from './popup.module.css';

const NAMES = { webgpu: 'WebGPU', wasm: 'Wasm', cpu: 'CPU' } as const;

const CHOICES: readonly { readonly id: BackendRequest; readonly title: string; readonly explained: string }[] = [
  { id: 'auto', title: 'Automatic', explained: 'WebGPU on a real graphics processor, otherwise WebAssembly.' },
  { id: 'webgpu', title: 'WebGPU', explained: 'On whatever adapter there is, a software one included.' },
  { id: 'wasm', title: 'WebAssembly', explained: 'On the processor, with SIMD where it has it.' },
  { id: 'cpu', title: 'Plain JavaScript', explained: 'Slow; runs everywhere.' },
];

/** Chip and menu. */
export function BackendMenu(): ReactElement | null {
  const lab = useLab();
  const backend = useLabState((state) => state.backend);
  const choice = useLabState((state) => state.backendChoice);
  if (!backend) return null;
  const reasons = `${backend.reason} ${backend.preprocessing.reason}`;
  const choose = (next: BackendRequest): void => {
    lab.setBackend(next).catch((cause: unknown) => notifyError(lab.store, toLabError(cause)));
  };
  return (
    <Menu.Root>
      <Menu.Trigger
        className={styles.chip}
        aria-label={`Computed by ${NAMES[backend.name]}. ${reasons}`}
        title={reasons}
      >
        <span className={styles.dot} aria-hidden />
        <span className={styles.name}>{NAMES[backend.name]}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={popup.positioner} sideOffset={6} align="end">
          <Menu.Popup className={popup.popup}>
            <p className={styles.reason}>
              {backend.reason}
              <br />
              {backend.preprocessing.reason}
            </p>
            <Menu.RadioGroup value={choice} onValueChange={choose}>
              {CHOICES.map(({ id, title, explained }) => (
                <Menu.RadioItem key={id} value={id} className={popup.item} closeOnClick>
                  <span className={popup.tick}>
                    <Menu.RadioItemIndicator>
                      <Check size={14} aria-hidden />
                    </Menu.RadioItemIndicator>
                  </span>
                  <span className={popup.text}>
                    <span className={popup.line}>{title}</span>
                    <span className={popup.detail}>{explained}</span>
                  </span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
