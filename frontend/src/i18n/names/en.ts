import { byCapability } from '../by-capability';

export default byCapability(
  import.meta.glob<object>('../../features/*/*/names.en.json', { eager: true, import: 'default' }),
);
