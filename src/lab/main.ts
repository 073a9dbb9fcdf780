/** The page's beginning, and no more: the engine must be loading before the page's own libraries are even fetched. */
import { createEngine, type Engine } from '../engine/frontend.ts';
import { toLabError, type LabError } from '../errors/lab-error.ts';
import { createApi } from './api.ts';
import { followRangeEscape } from './comparison/range-escape.ts';
import { createLab } from './state/lab.ts';
import { followLink } from './state/link-sync.ts';
import { createLabStore, notify } from './state/store.ts';
import { followTheme, storedTheme } from './state/theme.ts';
import { noteFirstFix } from './state/timings.ts';
import { decodeLink } from './state/url-codec.ts';
import './styles/tokens.css';

/** An engine that refuses everything with the reason why there is none, so that the page can say it. */
function absentEngine(reason: LabError): Engine {
  const refuse = (): Promise<never> => Promise.reject(reason);
  return {
    scenes: refuse,
    preview: refuse,
    watchBackend: () => undefined,
    open: refuse,
    run: refuse,
    locate: refuse,
    inspect: refuse,
    arrange: refuse,
    cover: refuse,
    limits: refuse,
    sweep: refuse,
    track: refuse,
    limit: refuse,
    intervals: refuse,
    dissect: refuse,
    explain: refuse,
    denoise: refuse,
    pull: refuse,
    survey: refuse,
    refine: refuse,
    adoptModel: refuse,
    paper: refuse,
    dispose: () => undefined,
  };
}

function startEngine(): Engine {
  try {
    return createEngine();
  } catch (cause) {
    return absentEngine(toLabError(cause));
  }
}

function rememberedTheme(): ReturnType<typeof storedTheme> {
  try {
    return storedTheme(localStorage);
  } catch {
    return 'auto';
  }
}

const engine = startEngine();
const store = createLabStore();
const lab = createLab(engine, store);
const { state: link, complaints } = decodeLink(location.search);
store.setState({ themeChoice: link.theme === 'auto' ? rememberedTheme() : link.theme });
followTheme(store, document.documentElement);
for (const complaint of complaints) notify(store, 'note', complaint);
window.wavefix = createApi(lab);
void lab.start(link);
followRangeEscape(store, document);
lab.ready.catch(() => undefined); // a page that cannot open has said so
followLink(store, (query) => history.replaceState(null, '', `${location.pathname}${query}${location.hash}`));

const root = document.getElementById('lab');
if (!root) throw new Error('the page has no element #lab');
const { renderPage } = await import('./page.tsx');
renderPage(root, lab);
lab.ready.then(noteFirstFix, () => undefined);
