import { defineConfig } from '@hey-api/openapi-ts';

/** The types of the published TypeScript client; its methods come from `scripts/typescript_client.py`. */
export default defineConfig({
  input: '../openapi/openapi.json',
  output: { path: '../clients/typescript/src/generated', entryFile: false, clean: false },
  parser: { filters: { operations: { exclude: ['GET /api/v1/stream'] } } },
  plugins: ['@hey-api/typescript'],
});
