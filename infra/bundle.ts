export const DIST = 'dist/functions';
export async function bundleFunctions(_: unknown): Promise<void> {}
