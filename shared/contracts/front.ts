/**
 * By this header the distribution in front of the desk says to the API that a request came through it. Its value is the
 * installation's own, so that nobody who calls the API directly can say where a request comes from.
 */
export const frontHeader = "x-balcao-front";
