import { defineConfig } from 'vitest/config';

// One browser and one server at a time: the tests say what a person would see, not how fast a loaded machine is.
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
