import { defineConfig, mergeConfig } from 'vitest/config';
import viteConfig from './vite.config.ts';

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      environment: 'jsdom',
      include: ['src/**/*.test.{ts,tsx}'],
      setupFiles: ['./src/test/setup.ts'],
      restoreMocks: true,
      testTimeout: 20_000,
      coverage: { provider: 'v8', include: ['src/**'], exclude: ['src/api/gen/**', 'src/routeTree.gen.ts'] },
    },
  }),
);
