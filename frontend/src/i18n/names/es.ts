import { byCapability } from '../by-capability';

export default byCapability(
  import.meta.glob<object>('../../features/*/*/names.es.json', { eager: true, import: 'default' }),
);
