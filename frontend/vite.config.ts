import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const api = process.env.ATRIUM_API ?? 'http://127.0.0.1:8000';
const proxy = { '/api': api, '/health': api, '/dev/mail': api };

export default defineConfig({
  // The router's plugin rewrites route files, so it has to see them before React's does.
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true }),
    react({ exclude: /edge\/forms\/pages|edge\/embeds\/widgets|src\/(form|embed)\.tsx/ }),
    tailwindcss(),
  ],
  resolve: { alias: { '@': here('./src') } },
  server: { host: '127.0.0.1', port: 5173, strictPort: true, proxy },
  preview: { host: '127.0.0.1', port: 4173, strictPort: true, proxy },
  build: {
    target: 'baseline-widely-available',
    sourcemap: 'hidden',
    manifest: true,
    assetsInlineLimit: 0, // fonts and pictures as data: addresses would not pass the content security policy
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        app: here('./index.html'),
        docs: here('./docs.html'),
        form: here('./form.html'),
        embed: here('./embed.html'),
      },
      output: {
        // Every lazy chunk is named in the first script: short names are what a first visit loads less.
        chunkFileNames: 'assets/[hash:8].js',
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store)[\\/]/,
              priority: 30,
            },
            { name: 'query', test: /node_modules[\\/]@tanstack[\\/](react-query|query-core)[\\/]/, priority: 25 },
            {
              name: 'router',
              test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|react-store|store)[\\/]/,
              priority: 20,
            },
            { name: 'i18n', test: /node_modules[\\/](i18next|react-i18next)[\\/]/, priority: 15 },
          ],
        },
      },
    },
  },
});
