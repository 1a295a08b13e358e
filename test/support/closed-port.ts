/**
 * A port of 127.0.0.1 at which nobody listens. It is no port that one was given and gave back: by the time a test looks
 * there, another test may have been given it.
 */
export const closedPort = 1;
