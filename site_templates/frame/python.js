// Stands in for the site's python.js in a frame of the studio: no Python starts, and the page holds the answers.
import { getState } from "./page_state.js";

const { contribution } = JSON.parse(getState("frame") ?? "{}");

export const python = async () => ({
  contribution: async (/** @type {string} */ _code, /** @type {string | undefined} */ slip) =>
    slip ? contribution.bodyWithSlip : contribution.body,
  sealedBody: async () => contribution.sealedBody,
  readSlip: async () => ({ slip: contribution.slip }),
});
