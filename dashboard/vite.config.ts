import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Every browser that runs this page reads woff2; the older copies would only double the folder. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('@fontsource') && id.endsWith('.css') ? code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '') : null,
};

/**
 * The program kept in the phone. Pages come from the server while it answers, from the phone when it does not; answers
 * of the API, the live line and pictures never come from the phone.
 */
const offline = VitePWA({
  registerType: 'prompt',
  injectRegister: false,
  manifest: {
    id: '/',
    name: '校园守望',
    short_name: '校园守望',
    description: '学校安全隐患上报与整改',
    lang: 'zh-CN',
    start_url: '/my-work',
    display: 'standalone',
    background_color: '#eef1f5',
    theme_color: '#0b5cad',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [{ name: '上报隐患', url: '/report' }],
  },
  workbox: {
    globPatterns: ['**/*.{js,css,html,svg}'],
    // Charts and plans show what the server measures: of no use without it.
    globIgnores: ['**/curve-*', '**/chart-*', '**/plan-map-*'],
    clientsClaim: true,
    cleanupOutdatedCaches: true,
    inlineWorkboxRuntime: true,
    sourcemap: false,
    // The plugin's own way would answer every page from the phone for ever; here the server is asked first.
    navigateFallback: null,
    directoryIndex: null,
    runtimeCaching: [
      {
        urlPattern: ({ request, url }) =>
          request.mode === 'navigate' && !/^\/(api|socket\.io|docs|r|mqtt|metrics|openapi\.json|ca\.crt)(\/|$)/.test(url.pathname),
        // Runs in the worker, so it stands by itself. A line that says nothing for five seconds counts as none.
        handler: async ({ request }) => {
          const answer = fetch(request).catch(() => undefined);
          const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 5_000));
          const kept = (): Promise<Response | undefined> => caches.match('/index.html', { ignoreSearch: true });
          return (await Promise.race([answer, late])) ?? (await kept()) ?? (await answer) ?? Response.error();
        },
      },
    ],
  },
});

// A tool that demands a default export.
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [onlyWoff2, react(), offline],
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
