/** The bar on top says what is being compared: scene, estimators, SNR, and where the computing happens. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { BookOpenText, Check, GraduationCap, Link2, Moon, Radio, RadioTower, Sparkles, Sun } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useLab, useLabState } from '../lab-context.ts';
import { linkOf } from '../state/link-sync.ts';
import { notify } from '../state/store.ts';
import { encodeLink } from '../state/url-codec.ts';
import { BackendMenu } from './backend-menu.tsx';
import { EstimatorChips } from './estimator-chips.tsx';
import { SceneSelect } from './scene-select.tsx';
import { SnrSlider } from './snr-slider.tsx';
import { Hint } from './tooltip.tsx';
import styles from './top-bar.module.css';

/** Copies a link to what is on the page. */
function ShareButton(): ReactElement {
  const { store } = useLab();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const link = `${location.origin}${location.pathname}${encodeLink(linkOf(store.getState()))}`;
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
      setTimeout(() => setCopied(false), 1600);
    } catch {
      notify(store, 'note', 'The browser does not let this page copy.', `The link is ${link}`);
    }
  };
  return (
    <Hint text={copied ? 'Link copied' : 'Copy a link to this view'}>
      <button
        type="button"
        className={styles.icon}
        aria-label={copied ? 'Link copied' : 'Copy link'}
        onClick={() => void copy()}
      >
        {copied ? <Check size={17} aria-hidden /> : <Link2 size={17} aria-hidden />}
      </button>
    </Hint>
  );
}

function ThemeButton(): ReactElement {
  const { store } = useLab();
  const theme = useLabState((state) => state.theme);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <Hint text={`Change to the ${other} theme`}>
      <button
        type="button"
        className={styles.icon}
        aria-label={`Change to the ${other} theme`}
        onClick={() => store.setState({ themeChoice: other })}
      >
        {theme === 'dark' ? <Sun size={17} aria-hidden /> : <Moon size={17} aria-hidden />}
      </button>
    </Hint>
  );
}

function WorldButton(): ReactElement {
  const { store } = useLab();
  const isOpen = useLabState((state) => state.worldPanel !== null);
  const ready = useLabState((state) => state.session !== null);
  return (
    <Hint text="Sites and interactions">
      <button
        type="button"
        className={styles.icon}
        aria-label="Sites and interactions"
        aria-pressed={isOpen}
        disabled={!ready}
        onClick={() =>
          store.setState({ worldPanel: isOpen ? null : 'sites', selectedSite: null, isPlacingSite: false })
        }
      >
        <RadioTower size={17} aria-hidden />
      </button>
    </Hint>
  );
}

function PaperButton(): ReactElement {
  const { store } = useLab();
  const isOpen = useLabState((state) => state.room === 'paper');
  return (
    <Hint text="The paper’s tables and figures, and ours">
      <button
        type="button"
        className={styles.icon}
        aria-label="The paper and ours"
        aria-pressed={isOpen}
        onClick={() => store.setState({ room: isOpen ? null : 'paper', isComparing: false, openStage: null })}
      >
        <BookOpenText size={17} aria-hidden />
      </button>
    </Hint>
  );
}

function DenoisingButton(): ReactElement {
  const { store } = useLab();
  const isOpen = useLabState((state) => state.room === 'denoising');
  const ready = useLabState((state) => state.session !== null);
  return (
    <Hint text="Watch a posterior find the user">
      <button
        type="button"
        className={styles.icon}
        aria-label="Denoising"
        aria-pressed={isOpen}
        disabled={!ready}
        onClick={() => store.setState({ room: isOpen ? null : 'denoising', isComparing: false, openStage: null })}
      >
        <Sparkles size={17} aria-hidden />
      </button>
    </Hint>
  );
}

function TrainingButton(): ReactElement {
  const { store } = useLab();
  const isOpen = useLabState((state) => state.room === 'training');
  const ready = useLabState((state) => state.session !== null);
  return (
    <Hint text="Train a network on this scene">
      <button
        type="button"
        className={styles.icon}
        aria-label="Train a network"
        aria-pressed={isOpen}
        disabled={!ready}
        onClick={() => store.setState({ room: isOpen ? null : 'training', isComparing: false, openStage: null })}
      >
        <GraduationCap size={17} aria-hidden />
      </button>
    </Hint>
  );
}

function ModeSwitch(): ReactElement {
  const { store } = useLab();
  const mode = useLabState((state) => state.mode);
  return (
    <ToggleGroup
      className={styles.modes}
      aria-label="Mode"
      value={[mode]}
      onValueChange={([next]) => {
        if (next === 'explore' || next === 'analyse') store.setState({ mode: next });
      }}
    >
      <Toggle value="explore" className={styles.mode}>
        Explore
      </Toggle>
      <Toggle value="analyse" className={styles.mode}>
        Analyse
      </Toggle>
    </ToggleGroup>
  );
}

/** The whole bar. */
export function TopBar(): ReactElement {
  return (
    <header className={styles.bar} data-lab-panel="bar">
      <h1 className={styles.wordmark}>
        <Radio size={19} aria-hidden className={styles.logo} />
        <span className={styles.word}>WaveFix</span>
      </h1>
      <SceneSelect />
      <WorldButton />
      <EstimatorChips />
      <SnrSlider />
      <BackendMenu />
      <ModeSwitch />
      <span className={styles.icons}>
        <DenoisingButton />
        <TrainingButton />
        <PaperButton />
        <ShareButton />
        <ThemeButton />
      </span>
    </header>
  );
}
