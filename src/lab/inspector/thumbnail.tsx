/** The small picture of one stage on the rail. */
import { useMemo, type ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { LensView } from '../denoising/lens-view.tsx';
import { NoisePicture, VoicesPicture } from '../denoising/rail-pictures.tsx';
import { useLabState } from '../lab-context.ts';
import type { StageId } from '../state/store.ts';
import { EstimatePlan } from './estimate-plan.tsx';
import { HeatMap } from './heat-map.tsx';
import { activationImage, featureImage, magnitudeImage, thumbnailActivation } from './images.ts';
import { PathStems } from './path-stems.tsx';
import { SpectrumThumbnail } from './spectrum.tsx';
import { shownLink } from '../state/shown-link.ts';
import styles from './figures.module.css';

/** Width and height of the vector thumbnails' own coordinates. */
const SIZE = { width: 200, height: 104 };

function CsiThumbnail({ csi }: { readonly csi: Inspection['csi'] }): ReactElement {
  const image = useMemo(() => magnitudeImage(csi.estimate, csi.antennas, csi.tones), [csi]);
  return <HeatMap image={image} />;
}

function FeatureThumbnail({ features }: { readonly features: NonNullable<Inspection['features']> }): ReactElement {
  const image = useMemo(() => featureImage(features), [features]);
  return <HeatMap image={image} />;
}

function NetworkThumbnail({ network }: { readonly network: NonNullable<Inspection['network']> }): ReactElement | null {
  const image = useMemo(() => {
    const layer = thumbnailActivation(network.activations);
    return layer ? activationImage(layer, 1.9) : null;
  }, [network]);
  return image && <HeatMap image={image} />;
}

/** Draws the thumbnail; nothing where the stage has nothing. */
export function Thumbnail({
  stage,
  inspection,
}: {
  readonly stage: StageId;
  readonly inspection: Inspection;
}): ReactElement | null {
  const ids = useLabState((state) => state.estimators);
  const limit = useLabState((state) => state.userLimit);
  const isDenoising = useLabState((state) => state.room === 'denoising' && state.denoising !== null);
  switch (stage) {
    case 'paths':
      return <PathStems paths={shownLink(inspection).paths} {...SIZE} />;
    case 'csi':
      return <CsiThumbnail csi={inspection.csi} />;
    case 'measurement':
      return inspection.measurement && <SpectrumThumbnail view={inspection.measurement} />;
    case 'features':
      if (isDenoising) return <VoicesPicture links={inspection.links} {...SIZE} />;
      return inspection.features && <FeatureThumbnail features={inspection.features} />;
    case 'network':
      if (isDenoising) return <NoisePicture {...SIZE} />;
      return inspection.network && <NetworkThumbnail network={inspection.network} />;
    case 'estimate':
      if (isDenoising) return <LensView className={styles.lens} subject="clouds" label="The clouds from above" />;
      return <EstimatePlan inspection={inspection} ids={ids} limit={limit} {...SIZE} />;
    default:
      return stage satisfies never;
  }
}
