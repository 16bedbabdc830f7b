export const request = () => ({});
export const response = (context) => context.result;
