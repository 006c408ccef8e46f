import { code, defineCollection, geo, tag, text } from '../../lib/index.js';
import { Shop } from './shop.js';

/** The shops that people can walk into. */
export const shops = defineCollection('shops', Shop, {
  name: text({ weight: 5, sortable: true }),
  address: text(),
  city: tag({ facet: true, searchable: true, weight: 3, sortable: true }),
  country: tag({ facet: true }),
  services: tag({ facet: true, searchable: true }),
  phone: code(),
  location: geo(),
});
