import { defineConfig } from 'vitest/config';

// One browser and one server at a time: the tests say what a person would see, not how fast a loaded machine is.
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    // The README's pictures are taken anew only when somebody wants them to change.
    exclude: process.env.UPDATE_SCREENSHOTS === '1' ? [] : ['e2e/pictures.test.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // The default second is too short where the machine is busy with something else.
    expect: { poll: { timeout: 60_000 } },
  },
});
