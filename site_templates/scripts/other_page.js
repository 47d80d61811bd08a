// Another page of the site: as a document that nobody sees yet, or in place of this one. In a single file,
// site_templates/single/other_page.js takes the place of this module.

/**
 * Return the page at `address`, and the address that its links start from. Rejects if it cannot be had.
 * @param {string} address
 */
export async function fetchDocument(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const other = new DOMParser().parseFromString(await response.text(), "text/html");
  return { other, base: response.url || address };
}

/** Leave this page for the one at `address`; going back does not lead here. @param {string} address */
export const replacePage = (address) => location.replace(address);
