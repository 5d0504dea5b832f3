import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Every browser that runs this page reads woff2; the older copies would only double the folder. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('@fontsource') && id.endsWith('.css') ? code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '') : null,
};

// A tool that demands a default export.
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [onlyWoff2, react()],
  build: {
    outDir: here('../dist/dashboard'),
    emptyOutDir: true,
    // Everything is a file of its own: the content security policy then needs no `data:`.
    assetsInlineLimit: 0,
    // ECharts and antd are large by nature; what matters is the first load, which test/dashboard measures.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:3000',
      '/version': 'http://127.0.0.1:3000',
      '/socket.io': { target: 'http://127.0.0.1:3000', ws: true },
    },
  },
});
