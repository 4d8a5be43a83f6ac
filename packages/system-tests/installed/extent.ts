/** Whether only what fits into `npm run check` is run, instead of every page and every compiler. */
export const isQuick: boolean = process.env.POSTERN_TEST_EXTENT === 'quick';
