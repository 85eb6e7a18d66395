import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** What other people's pages load: one tiny classic script with a stable name. Written beside the pages, after them. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist/embed',
    emptyOutDir: true,
    target: 'es2019',
    lib: {
      entry: fileURLToPath(new URL('./src/embed/form-loader.ts', import.meta.url)),
      formats: ['iife'],
      name: 'AtriumForm',
      fileName: () => 'form.js',
    },
  },
});
