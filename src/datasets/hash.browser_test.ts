import { expect, it } from 'vitest';
import factory from '../../models/pe-msrn/s2-3d/report.json';
import hall from '../../models/pe-msrn/s3-3d/report.json';
import highway from '../../models/pe-msrn/s1-3d/report.json';
import town from '../../models/site-product/tokyo-streets/report.json';
import { openDataset } from './definition.ts';
import { hashDataset } from './hash.ts';
import { findDataset } from './registry.ts';

it.each([highway, factory, hall, town])(
  'a browser names $dataset as the terminal did that wrote its report',
  (report) => {
    expect(hashDataset(openDataset(findDataset(report.dataset)))).toBe(report.dataset_hash);
  },
);
