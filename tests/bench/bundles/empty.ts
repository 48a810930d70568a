/** The least a function can be: what importing costs where nothing is imported. */
export const handler = async (): Promise<void> => undefined;
