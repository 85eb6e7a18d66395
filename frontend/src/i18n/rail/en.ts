import { byCapability } from '../by-capability';

export default byCapability(
  import.meta.glob<object>('../../features/*/*/rail.en.json', { eager: true, import: 'default' }),
);
