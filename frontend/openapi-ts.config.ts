import { defineConfig } from '@hey-api/openapi-ts';

/** The typed client comes from the committed contract alone; `src/api/gen` is never edited and never committed. */
export default defineConfig({
  input: '../openapi/openapi.json',
  output: { path: './src/api/gen' },
  plugins: [
    '@hey-api/typescript',
    '@hey-api/sdk',
    { name: '@hey-api/client-fetch', runtimeConfigPath: '../runtime', baseUrl: false },
    '@tanstack/react-query',
    'zod',
  ],
});
