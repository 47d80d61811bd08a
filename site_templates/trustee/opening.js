// Opens the ballots of an urn, one after the other: each takes the processor a few milliseconds.
/** @import { Bytes } from "../one_file/bytes.js" */
/** @import { Ask, Facts } from "./desk" */
import { base64Of, bytesOf } from "../one_file/bytes.js";
import { SealError, unseal } from "../seal/seal.js";

const AT_ONCE = 200; // ballots that go to Python and back
const BREATH = 50; // milliseconds, after which the page may draw and answer

/**
 * Take the outermost seal off every ballot of the urn at the desk, and hand over what was below.
 * @param {Ask} ask @param {Facts} urn @param {Bytes} secret @param {(opened: number) => void} onProgress
 */
export async function openAll(ask, urn, secret, onProgress) {
  const info = bytesOf(urn.info);
  let breath = performance.now();
  for (let start = 0; start < urn.to_open; start += AT_ONCE) {
    const { ballots } = await ask("ballots", { start, number: AT_ONCE });
    const contents = [];
    for (const ballot of ballots) {
      contents.push(await under(bytesOf(ballot), secret, info));
      if (performance.now() - breath < BREATH) continue;
      onProgress(start + contents.length);
      await new Promise((resolve) => setTimeout(resolve));
      breath = performance.now();
    }
    await ask("opened", { contents });
  }
  onProgress(urn.to_open);
}

/** What is under a seal, as base64, or `null` if it does not open: the ballot is spoilt.
 * @param {Bytes} ballot @param {Bytes} secret @param {Bytes} info */
async function under(ballot, secret, info) {
  try {
    return base64Of(await unseal(ballot, [secret], info));
  } catch (error) {
    if (error instanceof SealError && ["length", "unopened"].includes(error.kind)) return null;
    throw error;
  }
}
