import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const loaders = { form: 'AtriumForm', widgets: 'AtriumWidgets' } as const;
const loader = process.env.LOADER === 'widgets' ? 'widgets' : 'form';

/** What other people's pages load: tiny classic scripts with stable names, each built by itself. Written beside the pages, after them. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist/embed',
    emptyOutDir: loader === 'form',
    target: 'es2019',
    lib: {
      entry: fileURLToPath(new URL(`./src/embed/${loader}-loader.ts`, import.meta.url)),
      formats: ['iife'],
      name: loaders[loader],
      fileName: () => `${loader}.js`,
    },
  },
});
