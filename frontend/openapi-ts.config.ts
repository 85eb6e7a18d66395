import { defineConfig } from '@hey-api/openapi-ts';

/** The typed client comes from the committed contract alone; `src/api/gen` is never edited and never committed. */
export default defineConfig({
  input: '../openapi/openapi.json',
  output: { path: './src/api/gen' },
  // The stream is followed by the browser's own EventSource (`src/api/live.ts`).
  parser: { filters: { operations: { exclude: ['GET /api/v1/stream'] } } },
  plugins: [
    '@hey-api/typescript',
    // The browser's session goes along by itself: how to sign in need not stand at every operation.
    { name: '@hey-api/sdk', auth: false },
    { name: '@hey-api/client-fetch', runtimeConfigPath: '../runtime', baseUrl: false },
    '@tanstack/react-query',
    'zod',
  ],
});
