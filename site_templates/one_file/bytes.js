/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @param {string} text base64 @returns {Bytes} */
export const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** @param {Uint8Array} bytes */
export const base64Of = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** The contents of a file as base64; "" if it cannot be read. @param {Blob} file @returns {Promise<string>} */
export const readFile = (file) =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => resolve("");
    reader.readAsDataURL(file);
  });
