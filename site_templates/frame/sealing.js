// Stands in for the site's sealing.js in a frame of the studio: the page holds the sealed body.
import { getState } from "./page_state.js";

const { contribution } = JSON.parse(getState("frame") ?? "{}");

export const seal = async (/** @type {string} */ contents) => ({
  body: async () => contribution.sealedBody,
  open: async () => contents,
});
