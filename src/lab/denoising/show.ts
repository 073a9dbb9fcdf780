/** The stage going through telling users by itself, until somebody touches anything. */
import type { Engine, PosteriorSpread, SamplerId } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { choosePlaylist, nextIn } from './playlist.ts';

/** How long a user's end is looked at before the next one's beginning, milliseconds. */
const HOLD = 4500;

/** Users among whom those to show are chosen. */
const SURVEYED = 24;

/** The stage as the show drives it. */
export interface ShownStage {
  /** Whether the show is on; it ends by itself where this says no. */
  isOn(): boolean;
  /** The user on the stage, or null. */
  user(): number | null;
  /** Whether anything of that user can be played. */
  hasTrace(): boolean;
  /** Whom to ask about users, and with which noise. */
  question(): { readonly sampler: SamplerId; readonly seed: number };
  select(user: number): void;
  play(): void;
  fail(reason: string): void;
}

/** A show. */
export interface Show {
  /** Looks for users worth seeing, unless that is under way or done. */
  survey(): void;
  /** Goes on to the next user, after the end of one was looked at, or at once. */
  next(isAtOnce: boolean): void;
  /** Ends it, and forgets nobody whom it found. */
  stop(): void;
  /** Forgets whom it found: they belong to another scene or another sampler. */
  forget(): void;
}

/** Sets a show up; nothing happens until somebody asks. */
export function createShow(engine: Pick<Engine, 'survey'>, stage: ShownStage): Show {
  let surveying: AbortController | null = null;
  const spreads = new Map<number, PosteriorSpread>();
  let holding: ReturnType<typeof setTimeout> | undefined;

  const survey = async (): Promise<void> => {
    if (surveying) return;
    const controller = new AbortController();
    surveying = controller;
    try {
      await engine.survey(
        { ...stage.question(), users: SURVEYED },
        {
          signal: controller.signal,
          onSpread: (spread) => {
            if (surveying === controller) spreads.set(spread.user, spread);
          },
        },
      );
    } catch (cause) {
      const { code, message } = toLabError(cause);
      if (code !== 'cancelled') stage.fail(message);
    }
  };

  const next = (isAtOnce: boolean): void => {
    clearTimeout(holding);
    holding = setTimeout(
      () => {
        if (!stage.isOn()) return;
        const user = nextIn(choosePlaylist([...spreads.values()]), stage.user());
        if (user !== null && user !== stage.user()) stage.select(user);
        else if (stage.hasTrace()) stage.play();
        // Nobody is known yet who could be shown instead of one whom nobody hears.
        else next(false);
      },
      isAtOnce ? 0 : HOLD,
    );
  };

  const stop = (): void => {
    clearTimeout(holding);
    surveying?.abort();
    surveying = null;
  };

  return {
    survey: () => void survey(),
    next,
    stop,
    forget() {
      stop();
      spreads.clear();
    },
  };
}
