import { resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';

const here = import.meta.dirname;

/** Scripts that pages name by hand: one self-contained file each, without a hash in the name. */
function script(entry: string, name: string): UserConfig {
  return {
    publicDir: false,
    build: {
      emptyOutDir: false,
      target: 'es2022',
      lib: {
        entry: resolve(here, entry),
        formats: ['iife'],
        name: `bolt_${name}`,
        fileName: () => `${name}.js`,
        cssFileName: name,
      },
    },
  };
}

/** The console and the content page: hashed assets, which may be cached for ever. */
const staffPages: UserConfig = {
  publicDir: false,
  build: {
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: { input: [resolve(here, 'console.html'), resolve(here, 'content.html')] },
  },
};

export default defineConfig(({ mode }) => {
  switch (mode) {
    case 'widget':
      // The first of the three builds: it empties dist.
      return {
        ...script('src/widget/index.ts', 'widget'),
        build: { ...script('src/widget/index.ts', 'widget').build, emptyOutDir: true },
      };
    case 'help':
      return script('src/help/help.ts', 'help');
    default:
      return staffPages;
  }
});
